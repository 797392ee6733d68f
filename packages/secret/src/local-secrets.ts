import { configuredServer, secretPath, tomlKey, tomlString } from "@keyfold/common/configured-server";
import { decodeJson } from "@keyfold/common/decode";
import { findLocalSecret } from "@keyfold/common/local-secret";
import { nearName } from "@keyfold/common/near-name";
import { formatOrigin } from "@keyfold/common/origin";
import { context } from "@keyfold/context";
import { SecretNotFoundError } from "./secret-error.ts";

/**
 * A local string that is JSON comes back as what it says, any other value as it is; as in Prefect 0.7. Unlike there, a string with a number
 * that JavaScript can't hold to its last digit stays a string.
 */
export function decodeLocalValue(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const decoded = decodeJson(value);
  return decoded.exact ? decoded.value : value;
}

const noted = new Set<string>();

/** Warns, once for each name, of a value that a run would have read from the server if the configuration had none. */
export function noteLocalValue(name: string, value: unknown): void {
  const { config } = context;
  if (noted.has(name) || findLocalSecret(Object(config.get("context.secrets")), name) !== value) return;
  noted.add(name);
  const found = [name, name.toLowerCase()].map((each) => config.origin(secretPath(each))).find(Boolean);
  process.emitWarning(
    `The secret ${tomlString(name)} was not read from the server: [context.secrets] has it (${formatOrigin(found)}).`,
    { code: "KEYFOLD_LOCAL_SECRET" },
  );
}

/** The error of a local `get`: where it looked, the line to add, and the name that may have been meant. */
export function notFoundLocally(name: string): SecretNotFoundError {
  const lower = name.toLowerCase();
  const spelled = lower === name ? tomlString(name) : `${tomlString(name)} and ${tomlString(lower)}`;
  // Not the enumerable ones: none is where one is called toJSON.
  const names = Reflect.ownKeys(context.secrets).map(String);
  const meant = nearName(name, names);
  const tip = [
    meant === undefined ? "" : `Did you mean ${tomlString(meant)}? `,
    `To set it, add this line under [context.secrets] in ${secretsFile(names)}: ${tomlKey(name)} = "VALUE"`,
  ].join("");
  return new SecretNotFoundError(
    `There is no secret ${tomlString(name)}. Looked for ${spelled} in context.secrets, which holds [context.secrets] of the ` +
      `configuration; ${configuredServer(context.config).reason}, so no server was asked.`,
    tip,
  );
}

function secretsFile(names: readonly string[]): string {
  for (const name of names) {
    const origin = context.config.origin(secretPath(name));
    if (origin?.kind === "file") return origin.path;
  }
  return "~/.keyfold/config.toml (or the file that KEYFOLD_CONFIG names)";
}

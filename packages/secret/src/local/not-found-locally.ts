import { nearName } from "@keyfold/common/near-name";
import { formatOrigin } from "@keyfold/common/origin";
import { context } from "@keyfold/context";
import { SecretNotFoundError } from "../secret-error.ts";

/** The error of a local `get`: where it looked, the line to add, and the name that may have been meant. */
export function notFoundLocally(name: string): SecretNotFoundError {
  const lower = name.toLowerCase();
  const spelled = lower === name ? quote(name) : `${quote(name)} and ${quote(lower)}`;
  const names = Object.keys(context.secrets);
  const meant = nearName(name, names);
  const tip = [
    meant === undefined ? "" : `Did you mean ${quote(meant)}? `,
    `To set it, add this line under [context.secrets] in ${secretsFile(names)}: ${tomlKey(name)} = "VALUE"`,
  ].join("");
  return new SecretNotFoundError(
    `There is no secret ${quote(name)}. Looked for ${spelled} in context.secrets, which holds [context.secrets] of the ` +
      `configuration; cloud.use_local_secrets is true (${formatOrigin(context.config.origin("cloud.use_local_secrets"))}), so no server was asked.`,
    tip,
  );
}

/** The line's key as TOML spells it. */
function tomlKey(name: string): string {
  return /^[\w-]+$/.test(name) ? name : quote(name);
}

// A name may hold anything; JSON's escapes are TOML's, but for DEL.
function quote(name: string): string {
  return JSON.stringify(name).replaceAll("\u007f", "\\u007f");
}

function secretsFile(names: readonly string[]): string {
  for (const name of names) {
    const origin = context.config.origin(`context.secrets.${tomlKey(name)}`);
    if (origin?.kind === "file") return origin.path;
  }
  return "~/.keyfold/config.toml (or the file that KEYFOLD_CONFIG names)";
}

import { isOfFolder } from "@keyfold/common/folder-file";
import { foundIdentity } from "@keyfold/common/found-identity";
import { type Environment, processEnvironment } from "@keyfold/common/process-environment";
import { ConfigError } from "./config-error.ts";
import type { ConfigOptions } from "./config-options.ts";
import { environmentLayer } from "./environment-layer.ts";
import { expandVariables, mayExpand, unescapeDollars } from "./expand-variables.ts";
import type { ConfigFile } from "./files/config-file.ts";
import { formatPath } from "./key-path.ts";
import { type Layers, placeOf, sourceOf, valueIn } from "./layers.ts";
import { mergeTable } from "./merge-table.ts";
import { resolveReferences } from "./resolve-references.ts";
import { SecretKeys } from "./secret-keys.ts";
import { at, type ConfigTable, isTable, leaves, type OpenTable, putAt } from "./table.ts";

/** A configuration before its schema was asked. */
export interface Assembled {
  readonly values: OpenTable;
  readonly layers: Layers;
  readonly secrets: SecretKeys;
  readonly prefix: string;
}

/** Whoever wants to know what happens on the way. */
export interface Observer {
  /** Given what is wrong; may throw it. */
  readonly report: (problem: ConfigError) => void;
  /** Called with each `$NAME` of a value, as it is written; an unknown one may be part of a password. */
  readonly onVariable?: (keys: readonly string[], written: string, known: boolean) => void;
  /** Called with each `${section.key}` of a value; one that was not found may be part of a password. */
  readonly onReference?: (keys: readonly string[], to: readonly string[], found: boolean) => void;
}

/** The environment and the prefix that options mean. */
export function environmentOf(options: ConfigOptions<unknown>): { env: Environment; prefix: string } {
  return { env: options.env ?? processEnvironment(), prefix: options.envPrefix ?? "KEYFOLD" };
}

/**
 * Merges the layers (defaults, files, environment, overrides), then expands `$NAME` and `~`, then fills in `${section.key}`. Strings inside
 * lists stay as they are, as in Prefect 0.7.
 */
export function assemble(options: ConfigOptions<unknown>, files: readonly ConfigFile[], observer: Observer): Assembled {
  const { env, prefix } = environmentOf(options);
  const layers: Layers = {
    files,
    environment: environmentLayer(prefix, env, observer.report),
    overrides: options.overrides ?? {},
    borrowed: new Map(),
  };
  const values: OpenTable = {};
  mergeTable(values, options.defaults ?? {});
  if (prefix === "KEYFOLD") {
    const isLocal = secretsAreLocal(layers, env);
    mergeTable(values, builtInDefaults(isLocal));
    if (!isLocal) forgetSecretsOfFolder(files);
  }
  mergeLayers(values, layers);
  const secrets = new SecretKeys(options.schema);
  const blame = (keys: readonly string[], { code, message, tip }: ConfigError): void => {
    const { origin } = sourceOf(layers, keys);
    const variable = origin.kind === "variable" ? ` (${origin.name})` : "";
    observer.report(new ConfigError(code, `${formatPath(keys)}${variable}: ${message}`, tip, placeOf(origin)));
  };

  const strings = leaves(values, mayExpand);
  for (const keys of strings) {
    const onVariable = (written: string, known: boolean) => observer.onVariable?.(keys, written, known);
    try {
      putAt(values, keys, expandVariables(at(values, keys) as string, env, onVariable));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      blame(keys, error);
    }
  }
  resolveReferences(values, strings, {
    report: blame,
    onReference(keys, to, found) {
      if (secrets.has(to, at(values, to))) secrets.add(keys);
      const { origin } = sourceOf(layers, to);
      // By a reference, whoever wrote the folder's file decides what another layer sets.
      if (isOfFolder(origin) && !isOfFolder(sourceOf(layers, keys).origin))
        layers.borrowed.set(formatPath(keys), origin);
      observer.onReference?.(keys, to, found);
    },
  });
  for (const keys of strings) {
    const value = at(values, keys);
    if (typeof value === "string") putAt(values, keys, unescapeDollars(value));
  }
  const flag = ["cloud", "use_local_secrets"];
  if (prefix === "KEYFOLD" && typeof at(values, flag) !== "boolean") {
    blame(flag, new ConfigError("INVALID_CONFIG", "It is neither true nor false.", "Write true or false."));
  }
  return { values, layers, secrets, prefix };
}

/**
 * Whether secrets are local, by the settings that somebody made: unless a server is set, by its url with a token or an identity. With an
 * identity, which the platform may provide, nothing of a folder's file counts.
 */
function secretsAreLocal(layers: Layers, env: Environment): unknown {
  const setting = (key: string): unknown => valueIn(layers, ["cloud", key]);
  const isKeyOfFolder = (key: string): boolean => isOfFolder(sourceOf(layers, ["cloud", key]).origin);
  const hasIdentity = (): unknown =>
    !isKeyOfFolder("url") && ((!isKeyOfFolder("identity") && setting("identity")) || foundIdentity(env));
  return (
    setting("use_local_secrets") ?? !(setting("url") && (setting("token") || setting("token_file") || hasIdentity()))
  );
}

/** The folder's file may have come with a repository of somebody else, and its secrets would go before the server's. */
function forgetSecretsOfFolder(files: readonly ConfigFile[]): void {
  const context = at(files.find(isOfFolder)?.table, ["context"]);
  if (isTable(context)) delete context.secrets;
}

/** What Keyfold's own settings are where nobody sets them. */
function builtInDefaults(isLocal: unknown): ConfigTable {
  return {
    cloud: {
      use_local_secrets: isLocal as boolean,
      url: "http://127.0.0.1:4250",
      token: "",
      request_timeout_seconds: 30,
    },
    context: { secrets: {} },
  };
}

function mergeLayers(values: OpenTable, { files, environment, overrides }: Layers): void {
  for (const file of files) mergeTable(values, file.table);
  dropOtherSpellings(at(values, ["context", "secrets"]), at(environment.table, ["context", "secrets"]));
  mergeTable(values, environment.table);
  mergeTable(values, overrides);
}

/** A secret's name from the environment is lower case; it replaces that name however a layer below spells it. */
function dropOtherSpellings(secrets: unknown, fromEnvironment: unknown): void {
  if (!isTable(secrets) || !isTable(fromEnvironment)) return;
  for (const name of Object.keys(secrets)) {
    const lower = name.toLowerCase();
    if (lower !== name && Object.hasOwn(fromEnvironment, lower)) delete secrets[name];
  }
}

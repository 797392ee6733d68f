import { resolve } from "node:path";
import { type Environment, homeFolder, processEnvironment } from "@keyfold/common/process-environment";
import { builtInDefaults } from "./built-in-defaults.ts";
import { ConfigError } from "./config-error.ts";
import type { ConfigOptions } from "./config-options.ts";
import { environmentLayer } from "./environment-layer.ts";
import { expandVariables, mayExpand, unescapeDollars } from "./expand-variables.ts";
import type { ConfigFile } from "./files/config-file.ts";
import { formatPath } from "./key-path.ts";
import { type Layers, originIn, placeOf } from "./layers.ts";
import { mergeTable } from "./merge-table.ts";
import { resolveReferences } from "./resolve-references.ts";
import { SecretKeys } from "./secret-keys.ts";
import { at, isTable, type OpenTable, putAt } from "./table.ts";

/** A configuration before its schema was asked. */
export interface Assembled {
  readonly values: OpenTable;
  readonly layers: Layers;
  readonly secrets: SecretKeys;
  readonly prefix: string;
}

/** Who is told of what happens on the way. */
export interface Observer {
  /** Given what is wrong; may throw it. */
  readonly report: (problem: ConfigError) => void;
  /** Told of each `$NAME` of a value, as it is written; an unknown one may be part of a password. */
  readonly onVariable?: (keys: readonly string[], written: string, known: boolean) => void;
  /** Told of each `${section.key}` of a value; one that was not found may be part of a password. */
  readonly onReference?: (keys: readonly string[], to: readonly string[], found: boolean) => void;
}

/** The environment and the prefix that options mean. */
export function surroundings(options: ConfigOptions<unknown>): { env: Environment; prefix: string } {
  return { env: options.env ?? processEnvironment(), prefix: options.envPrefix ?? "KEYFOLD" };
}

/**
 * Merges the layers (defaults, files, environment, overrides), then expands `$NAME` and `~`, then fills in `${section.key}`. Texts inside
 * lists stay as they are, as in Prefect 0.7.
 */
export function assemble(options: ConfigOptions<unknown>, files: readonly ConfigFile[], observer: Observer): Assembled {
  const { env, prefix } = surroundings(options);
  const home = homeFolder(env);
  const layers = withoutSecretsOfFolder({
    defaults: [options.defaults ?? {}, prefix === "KEYFOLD" ? builtInDefaults : {}],
    files,
    environment: environmentLayer(prefix, { env, home }, observer.report),
    overrides: options.overrides ?? {},
  });
  const values = merge(layers);
  const secrets = new SecretKeys(options.schema);
  const blame = (keys: readonly string[], problem: ConfigError): void => {
    observer.report(
      new ConfigError(
        problem.code,
        `${formatPath(keys)}: ${problem.message}`,
        problem.tip,
        placeOf(originIn(layers, keys)),
      ),
    );
  };

  const texts = textsIn(values, []);
  for (const keys of texts) {
    const onVariable =
      observer.onVariable && ((written: string, known: boolean) => observer.onVariable?.(keys, written, known));
    try {
      putAt(values, keys, expandVariables(at(values, keys) as string, { env, home, onVariable }));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      blame(keys, error);
    }
  }
  resolveReferences(values, texts, {
    report: blame,
    onReference(keys, to, found) {
      if (secrets.has(to, at(values, to))) secrets.add(keys);
      observer.onReference?.(keys, to, found);
    },
  });
  for (const keys of texts) {
    const value = at(values, keys);
    if (typeof value === "string") putAt(values, keys, unescapeDollars(value));
  }
  return { values, layers, secrets, prefix };
}

function merge({ defaults, files, environment, overrides }: Layers): OpenTable {
  const values: OpenTable = {};
  for (const table of defaults) mergeTable(values, table);
  for (const file of files) mergeTable(values, file.table);
  dropOtherSpellings(at(values, ["context", "secrets"]), at(environment.table, ["context", "secrets"]));
  mergeTable(values, environment.table);
  mergeTable(values, overrides);
  return values;
}

/**
 * Where secrets come from a server, `[context.secrets]` of the folder's file does not count: it may have come with a repository of
 * somebody else, and would go before the server.
 */
function withoutSecretsOfFolder(layers: Layers): Layers {
  const folder = layers.files.find(
    ({ path, table }) => resolve(path) === resolve("keyfold.toml") && at(table, ["context", "secrets"]) !== undefined,
  );
  if (folder === undefined || at(merge(layers), ["cloud", "use_local_secrets"]) !== false) return layers;
  const { secrets: _, ...context } = folder.table.context as OpenTable;
  const file = folder.withTable({ ...folder.table, context });
  return { ...layers, files: layers.files.map((each) => (each === folder ? file : each)) };
}

/** A secret's name from the environment is lower case; it replaces that name however a file spells it. */
function dropOtherSpellings(secrets: unknown, fromEnvironment: unknown): void {
  if (!isTable(secrets) || !isTable(fromEnvironment)) return;
  for (const name of Object.keys(secrets)) {
    const lower = name.toLowerCase();
    if (lower !== name && Object.hasOwn(fromEnvironment, lower)) delete secrets[name];
  }
}

/** The paths of the texts that may mean something else than they say. */
function textsIn(table: OpenTable, keys: readonly string[]): string[][] {
  const found: string[][] = [];
  for (const key of Object.keys(table)) {
    const value = table[key];
    if (typeof value === "string") {
      if (mayExpand(value)) found.push([...keys, key]);
    } else if (isTable(value)) {
      found.push(...textsIn(value, [...keys, key]));
    }
  }
  return found;
}

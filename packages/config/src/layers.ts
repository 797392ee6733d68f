import type { Origin } from "@keyfold/common/origin";
import type { ErrorPlace } from "./config-error.ts";
import type { EnvironmentLayer } from "./environment-layer.ts";
import type { ConfigFile } from "./files/config-file.ts";
import { formatPath } from "./key-path.ts";
import { at, type ConfigTable } from "./table.ts";

/** What a configuration is put together from. */
export interface Layers {
  /** The lowest first. */
  readonly files: readonly ConfigFile[];
  readonly environment: EnvironmentLayer;
  readonly overrides: ConfigTable;
}

/** The layer that a key's value comes from: the highest that has it. */
export function originIn({ files, environment, overrides }: Layers, keys: readonly string[]): Origin {
  if (at(overrides, keys) !== undefined) return { kind: "override" };
  if (at(environment.table, keys) !== undefined) return { kind: "variable", name: variableOf(environment, keys) };
  const file = files.findLast(({ table }) => at(table, keys) !== undefined);
  return file ? { kind: "file", path: file.path, line: file.lineOf(keys) } : { kind: "default" };
}

/**
 * How the value of a key, one that is no string, is written in the variable or the file that it comes from; `undefined` where it comes
 * from code or from a reference to another key.
 */
export function writtenIn(
  { files, environment, overrides }: Layers,
  keys: readonly string[],
  value: unknown,
): string | undefined {
  if (at(overrides, keys) !== undefined) return undefined;
  const variable = environment.variables.get(formatPath(keys));
  if (variable) return Object.is(variable.value, value) ? (variable.written ?? undefined) : undefined;
  const file = files.findLast(({ table }) => at(table, keys) !== undefined);
  return file && Object.is(at(file.table, keys), value) ? file.writtenAt(keys) : undefined;
}

/** The file and line that an origin means, for errors; `undefined` if it is no file. */
export function placeOf(origin: Origin): ErrorPlace | undefined {
  return origin.kind === "file" ? { path: origin.path, line: origin.line } : undefined;
}

/** A table comes from the first of the variables that set something in it. */
function variableOf({ variables }: EnvironmentLayer, keys: readonly string[]): string {
  const path = formatPath(keys);
  const found = variables.get(path) ?? [...variables].find(([each]) => each.startsWith(`${path}.`))?.[1];
  return found?.name ?? path;
}

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
  /** Keys of other layers that refer to one of the folder's file, by their path, and where that one is set. */
  readonly borrowed: Map<string, Origin>;
}

/** Where a key's value comes from, and what it is there. */
export interface Source {
  readonly origin: Origin;
  /** The value before `$NAME` and `${section.key}` in it were filled in. */
  readonly value?: unknown;
  /** How a value without quotes is written there. */
  readonly written?: string | null | undefined;
}

/** The source of a key: the highest layer that has it. */
export function sourceOf({ files, environment, overrides }: Layers, keys: readonly string[]): Source {
  if (at(overrides, keys) !== undefined) return { origin: { kind: "override" } };
  if (at(environment.table, keys) !== undefined) {
    const path = formatPath(keys);
    const { variables } = environment;
    // A table comes from the first of the variables that set something in it.
    const found = variables.get(path) ?? [...variables].find(([each]) => each.startsWith(`${path}.`))?.[1];
    return { ...found, origin: { kind: "variable", name: found?.name ?? path } };
  }
  const file = files.findLast(({ table }) => at(table, keys) !== undefined);
  if (!file) return { origin: { kind: "default" } };
  const { line, written } = file.placeOf(keys);
  return { origin: { kind: "file", path: file.path, line }, value: at(file.table, keys), written };
}

/** Where the value of a key comes from: the folder's file, too, if it refers to a key of that. */
export function originOf(layers: Layers, keys: readonly string[]): Origin {
  return layers.borrowed.get(formatPath(keys)) ?? sourceOf(layers, keys).origin;
}

/** What the highest layer that has a key sets it to, before `$NAME` and `${section.key}` in it are filled in. */
export function valueIn({ files, environment, overrides }: Layers, keys: readonly string[]): unknown {
  const layers = [...files, environment, { table: overrides }];
  return at(layers.findLast(({ table }) => at(table, keys) !== undefined)?.table, keys);
}

/** The file and line that an origin means, for errors; `undefined` if it is no file. */
export function placeOf(origin: Origin): ErrorPlace | undefined {
  return origin.kind === "file" ? { path: origin.path, line: origin.line } : undefined;
}

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

/** The source of a key: the highest layer that has it, or the folder's file if it refers to a key of that. */
export function sourceOf({ files, environment, overrides, borrowed }: Layers, keys: readonly string[]): Source {
  const path = formatPath(keys);
  const origin = borrowed.get(path);
  if (origin) return { origin };
  if (at(overrides, keys) !== undefined) return { origin: { kind: "override" } };
  if (at(environment.table, keys) !== undefined) {
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

/** What the highest layer that has a key sets it to, before `$NAME` and `${section.key}` in it are filled in. */
export function valueIn({ files, environment, overrides }: Layers, keys: readonly string[]): unknown {
  const values = [...files, environment, { table: overrides }].map(({ table }) => at(table, keys));
  return values.findLast((value) => value !== undefined);
}

/** The file and line that an origin means, for errors; `undefined` if it is no file. */
export function placeOf(origin: Origin): ErrorPlace | undefined {
  return origin.kind === "file" ? { path: origin.path, line: origin.line } : undefined;
}

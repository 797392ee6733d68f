import type { Environment } from "@keyfold/common/process-environment";
import type { StandardSchema } from "@keyfold/common/standard-schema";
import type { ConfigTable } from "./table.ts";

/** Where a configuration comes from. All of it may be left out. */
export interface ConfigOptions<T = ConfigTable> {
  /** The lowest layer, under the built-in defaults. */
  readonly defaults?: ConfigTable | undefined;
  /**
   * TOML files, the lowest first; they have to be there. Without this: the person's own file (`~/.keyfold/config.toml`, or the one that
   * `KEYFOLD_CONFIG` names), then `./keyfold.toml`.
   */
  readonly files?: readonly string[] | undefined;
  /** The environment: `PREFIX__SECTION__KEY` sets a key, and `$NAME` in a value is looked up in it. This process's own unless given. */
  readonly env?: Environment | undefined;
  /** `KEYFOLD` unless given. Another prefix has files of its own name and no built-in defaults. */
  readonly envPrefix?: string | undefined;
  /** The highest layer. */
  readonly overrides?: ConfigTable | undefined;
  /** Checks and types the whole: a schema of zod, valibot, arktype or any other that follows Standard Schema. */
  readonly schema?: StandardSchema<T> | undefined;
}

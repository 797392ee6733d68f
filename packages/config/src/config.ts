import type { Origin } from "@keyfold/common/origin";
import type { ConfigPath, ValueAt } from "./config-path.ts";
import { freezeAndHide } from "./hide-secrets.ts";
import { formatPath, parsePath } from "./key-path.ts";
import { type Layers, sourceOf } from "./layers.ts";
import type { SecretKeys } from "./secret-keys.ts";
import { at, type ConfigTable, leaves } from "./table.ts";

/**
 * A configuration that was loaded. It never changes.
 *
 * Paths are dotted keys as TOML writes them: `server.port`, `context.secrets."my secret"`.
 */
export class Config<T = ConfigTable> {
  /**
   * All of it, deeply frozen. Printing and `JSON.stringify` show `<secret>` for what is in `[context.secrets]`, for strings and lists whose
   * key, or a table around them, is named like a secret (`password`, `apiKey`, `cloud.token`), for keys that the schema marks secret (JSON
   * Schema's `writeOnly` or `format: "password"`), for what refers to any of these, and for the password in a URL.
   */
  readonly values: T;
  readonly #layers: Layers;
  readonly #secrets: SecretKeys;

  /** Made by `loadConfig`. */
  constructor(values: T, layers: Layers, secrets: SecretKeys) {
    freezeAndHide(values, secrets);
    this.values = values;
    this.#layers = layers;
    this.#secrets = secrets;
    Object.freeze(this);
  }

  /**
   * The value at a path, typed by it; `undefined` if there is none. Unlike `values` it prints as what it is, a secret too.
   *
   * @throws ConfigError with code INVALID_PATH.
   */
  get<Path extends ConfigPath<T>>(path: Path): ValueAt<T, Path> {
    return at(this.values, parsePath(path)) as ValueAt<T, Path>;
  }

  /**
   * Whether there is a value or a table at a path.
   *
   * @throws ConfigError with code INVALID_PATH.
   */
  has(path: string): boolean {
    return at(this.values, parsePath(path)) !== undefined;
  }

  /**
   * Where the value at a path came from: a file and its line (from 1), an environment variable, a default or an override. For a table,
   * the highest layer that sets something in it. What refers to a key of
   * the folder's file comes from there. `undefined` if there is no such key.
   *
   * @throws ConfigError with code INVALID_PATH.
   */
  origin(path: string): Origin | undefined {
    return this.has(path) ? sourceOf(this.#layers, parsePath(path)).origin : undefined;
  }

  /**
   * How a number, a boolean or a date is written in the variable or the file that it comes from, `$NAME` expanded: `1.0`, `inf`, `True`,
   * `2026-01-31`. `undefined` for other values, and for those that come from code or from another key.
   *
   * @throws ConfigError with code INVALID_PATH.
   */
  written(path: string): string | undefined {
    const keys = parsePath(path);
    const value = at(this.values, keys);
    const source = sourceOf(this.#layers, keys);
    // Tables and lists are copies of what is there.
    return typeof value !== "string" && Object.is(source.value, value) ? (source.written ?? undefined) : undefined;
  }

  /** The path of every value, in the order in which the layers bring them: defaults, files, environment, overrides. */
  paths(): string[] {
    return leaves(this.values).map(formatPath);
  }

  /**
   * Whether printing hides the value at a path.
   *
   * @throws ConfigError with code INVALID_PATH.
   */
  isSecret(path: string): boolean {
    const keys = parsePath(path);
    return this.#secrets.has(keys, at(this.values, keys));
  }
}

/** The largest integer of a setting that names none. */
export const defaultMax: number = 2 ** 40;

/**
 * What one setting may be: an integer, a boolean or a string, as its default is, and a string without one. Each is declared once, in
 * settings.ts or limits.ts: its type, its check, its option on the command line and its row
 * in docs/server.md follow. `logLevel` is written `log_level` in the table `[server]` of a file, and
 * `KEYFOLD__SERVER__LOG_LEVEL` in the environment.
 */
export interface Setting {
  /** What it is where nothing sets it; without one it may be absent. */
  readonly default?: string | number | boolean;
  /** Whether a string may be written as a number or a boolean, too. */
  readonly orScalar?: boolean;
  /** The smallest integer; 1 unless given. */
  readonly min?: number;
  /** The largest integer; 2^40 unless given. */
  readonly max?: number;
  /** The only strings that it may be. */
  readonly choices?: readonly string[];
  /** What the string must look like. */
  readonly format?: "address";
  /** The option of `keyfold-server` that sets it too. */
  readonly option?: string;
  /** What it does. */
  readonly description: string;
}

type ValueOf<One> = One extends { readonly default: infer Default }
  ? Default extends number
    ? number
    : Default extends boolean
      ? boolean
      : string
  : string | undefined;

/** The values of settings, by name. */
export type ValuesOf<Fields> = { readonly [Name in keyof Fields]: ValueOf<Fields[Name]> };

/** `logLevel` is `log_level` in a file. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Settings by their keys in a table of a configuration. */
export function keyed(table: string, fields: Readonly<Record<string, Setting>>): [key: string, setting: Setting][] {
  return Object.entries(fields).map(([name, setting]) => [`${table}.${snakeCase(name)}`, setting]);
}

/** What settings are where nothing sets them. */
export function defaultsOf<Fields extends Readonly<Record<string, Setting>>>(fields: Fields): ValuesOf<Fields> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, setting]) => [name, setting.default]),
  ) as ValuesOf<Fields>;
}

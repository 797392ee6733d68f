/** A setting for each field of `T`. */
export type SettingsOf<T> = { readonly [Name in keyof T]-?: Setting };

/** What one setting may be. */
export interface Setting {
  /** Its default; undefined: absent means off. */
  readonly usual: string | number | boolean | undefined;
  readonly kind: "text" | "flag" | "count";
  /** The least and the most that a count may be. */
  readonly least: number;
  readonly most: number;
  /** The only texts that it may be, if not any. */
  readonly choices?: readonly string[];
  /** What the text must look like, and an example. */
  readonly form?: { readonly pattern: RegExp; readonly like: string } | undefined;
  /** What it does, for the page of the docs. */
  readonly about: string;
  /** The option of `keyfold-server start` that sets it too. */
  readonly option?: string;
}

interface More {
  readonly option?: string;
  readonly choices?: readonly string[];
  readonly form?: Setting["form"];
}

/** A setting of any text, of one of `choices`, or of a `form`. */
export function text(usual: string, about: string, more: More = {}): Setting {
  return { usual, kind: "text", least: 0, most: 0, about, ...more };
}

/** A text that may be absent. */
export function optionalText(about: string, more: More = {}): Setting {
  return { usual: undefined, kind: "text", least: 0, most: 0, about, ...more };
}

export function flag(usual: boolean, about: string): Setting {
  return { usual, kind: "flag", least: 0, most: 0, about };
}

/** The most of a count that has no such limit. */
export const noMost: number = 2 ** 40;

/** A whole number. */
export function count(
  usual: number,
  about: string,
  { least = 1, most = noMost }: { least?: number; most?: number } = {},
): Setting {
  return { usual, kind: "count", least, most, about };
}

import { ConfigError } from "./config-error.ts";

const segment = /(?:^|(?!^)\.)(?:("(?:[^"\\]|\\.)*")|'([^']*)'|([^."']+))/gy;

/**
 * The keys of a dotted path, as TOML writes one: `context.secrets."my secret"`. Without quotes a key may hold anything but dots and
 * quotes.
 *
 * @throws ConfigError with code INVALID_PATH.
 */
export function parsePath(path: string): string[] {
  if (!/["']/.test(path)) return path.split(".");
  const keys: string[] = [];
  const rest = path.replace(segment, (_, quoted: string | undefined, literal: string | undefined, bare: string) => {
    keys.push(quoted ? unquote(quoted) : (literal ?? bare));
    return "";
  });
  if (rest) throw invalidPath();
  return keys;
}

/** A path that `parsePath` takes apart again; keys that TOML would quote are quoted. */
export function formatPath(keys: readonly string[]): string {
  return keys
    .map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key).replaceAll("\u007f", "\\u007f")))
    .join(".");
}

function unquote(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw invalidPath();
  }
}

function invalidPath(): ConfigError {
  return new ConfigError("INVALID_PATH", "This is not a path of keys.", 'Quote keys that hold dots or quotes: a."b.c"');
}

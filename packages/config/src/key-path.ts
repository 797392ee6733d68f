import { ConfigError } from "./config-error.ts";

const segment = /(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^."']+))(\.|$)/y;

/**
 * The keys of a dotted path, as TOML writes one: `context.secrets."my secret"`. Without quotes a key may hold anything but dots and
 * quotes.
 *
 * @throws ConfigError with code INVALID_PATH.
 */
export function parsePath(path: string): string[] {
  if (!/["']/.test(path)) return path.split(".");
  const keys: string[] = [];
  segment.lastIndex = 0;
  let last = ".";
  while (segment.lastIndex < path.length) {
    const found = segment.exec(path);
    if (!found) throw invalidPath();
    const [, quoted, literal, bare, end] = found;
    keys.push(quoted === undefined ? String(literal ?? bare) : unquote(quoted));
    last = end ?? "";
    if (last === "") break;
  }
  if (last === ".") throw invalidPath();
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
    return JSON.parse(`"${quoted}"`) as string;
  } catch {
    throw invalidPath();
  }
}

function invalidPath(): ConfigError {
  return new ConfigError(
    "INVALID_PATH",
    "This path is not written as TOML writes keys.",
    'Quote keys that hold dots, quotes or spaces: context.secrets."my secret"',
  );
}

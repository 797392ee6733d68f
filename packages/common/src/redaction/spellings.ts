/** Values that every log is full of, which keep no secret. */
const harmless = new Set(["true", "false", "null"]);
/** Values shorter than this, in characters, are not masked: half of any log would be. */
const shortest = 4;
const shortestLine = 8;
/** From this length on, in bytes, a pattern may stand for a value that differs in its quotes and white space. */
const loose = 8;

/** What is looked for: in text without regard to quotes and white space, or in text as it is. */
export interface Patterns {
  readonly loose: Uint8Array[];
  readonly exact: Uint8Array[];
}

/** Bytes that tools put in, double or put in place of each other: white space, quotes, and the plus of a URL's query. */
export const separator = 1;
/** Bytes around which JSON may or may not have separators. */
export const punctuation = 2;
/** For each byte which of these it is, or 0. */
export const kinds: Uint8Array = new Uint8Array(256);
for (const sign of " \t\n\v\f\r\"'+`") kinds[sign.charCodeAt(0)] = separator;
for (const sign of "[]{},:") kinds[sign.charCodeAt(0)] = punctuation;

/** A value as one string: as it is, a list or an object as JSON. */
export function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value ?? "");
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item)) ?? "";
}

/** The patterns by which a value is found, once encodings are undone. */
export function patternsOf(text: string): Patterns {
  const patterns: Patterns = { loose: [], exact: [] };
  add(patterns, text);
  const leaves = tellingLeaves(text);
  if (!leaves) addLines(patterns, text);
  else {
    add(patterns, unescaped(text));
    for (const leaf of leaves) {
      add(patterns, leaf);
      addLines(patterns, leaf);
    }
  }
  return patterns;
}

function addLines(patterns: Patterns, text: string): void {
  if (!/[\r\n]/.test(text)) return;
  for (const line of text.split(/[\r\n]+/)) if (line.trim().length >= shortestLine) add(patterns, line.trim());
}

function add({ loose: found, exact }: Patterns, text: string): void {
  const trimmed = text.trim();
  if (trimmed.length < shortest || harmless.has(trimmed)) return;
  const bytes = Buffer.from(trimmed);
  const pattern = withoutSeparators(bytes);
  if (pattern.length >= loose || Buffer.compare(pattern, bytes) === 0) found.push(pattern);
  else {
    // As it is, as a shell without backslashes quotes its apostrophes, and as a URL's query has its spaces.
    const forms = [trimmed, trimmed.replace(/'+/g, `'"$&"'`), trimmed.replaceAll(" ", "+")];
    exact.push(...forms.map((form) => Buffer.from(form)));
  }
}

/** One space for each run of separators, none beside punctuation and at the ends. */
function withoutSeparators(bytes: Uint8Array): Uint8Array {
  const folded = new Uint8Array(bytes.length);
  let length = 0;
  let tight = true;
  let gap = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    const kind = kinds[byte];
    if (kind === separator) {
      gap = true;
      continue;
    }
    if (gap && !tight && kind !== punctuation) {
      folded[length] = 0x20;
      length += 1;
    }
    folded[length] = byte;
    length += 1;
    gap = false;
    tight = kind === punctuation;
  }
  return folded.slice(0, length);
}

/** The strings and numbers in a text that is a list or an object in JSON, those that could be secret by themselves; undefined for any other text. */
export function tellingLeaves(text: string): string[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const leaves: string[] = [];
  try {
    JSON.parse(text, (_key, item: unknown, context?: { source?: string }) => {
      if (typeof item === "string") leaves.push(item);
      else if (typeof item === "number") leaves.push(context?.source ?? String(item));
    });
    return leaves.filter(isTelling);
  } catch {
    return undefined;
  }
}

/** A JSON text as it is once the escapes in its strings are undone. */
function unescaped(json: string): string {
  return json.replace(/\\(?:u[\da-fA-F]{4}|.)/g, (written) => JSON.parse(`"${written}"`) as string);
}

/**
 * Whether a string or number inside a JSON value is masked by itself: from 6 characters on, unless it is made of words, each with up to a
 * number at its end, such as `localhost`, `us-east-1` or `5432`; from 16 characters on in any case.
 */
function isTelling(leaf: string): boolean {
  return leaf.length >= 16 || (leaf.length >= 6 && !/^(?:(?:[A-Z]?[a-z]+|[A-Z]+)?\d*(?:[-_.:/@]{1,3}|$))+$/.test(leaf));
}

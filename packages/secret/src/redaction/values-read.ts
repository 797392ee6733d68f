import { shortest, spellingsOf } from "./spellings.ts";

const known = new Set<string>();
const byStart = new Map<string, string[]>();
/** Texts that every log is full of, which keep no secret. */
const harmless = new Set(["true", "false", "null"]);
const starts = new Set<string>();
let longestLength = 0;

/** Keeps a value that was read, so that it is masked from now on: a text, a number, or those inside a list or an object. */
export function rememberValue(value: unknown): void {
  if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) rememberValue(item);
  } else if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") {
    rememberText(String(value));
  }
}

/** The spellings that begin with the same four characters as a text, longest first. */
export function spellingsLike(text: string): readonly string[] {
  return byStart.get(text.slice(0, shortest)) ?? [];
}

/** Whether a spelling goes on after this beginning of it. */
export function isBeginning(text: string): boolean {
  if (text.length < shortest) return starts.has(text);
  return spellingsLike(text).some((spelling) => spelling.length > text.length && spelling.startsWith(text));
}

/** The length of the longest spelling, in characters. */
export function longest(): number {
  return longestLength;
}

function rememberText(text: string): void {
  if (text.length < shortest || harmless.has(text) || known.has(text)) return;
  known.add(text);
  for (const spelling of spellingsOf(text)) {
    const start = spelling.slice(0, shortest);
    const alike = byStart.get(start) ?? [];
    if (alike.includes(spelling)) continue;
    byStart.set(
      start,
      [...alike, spelling].sort((a, b) => b.length - a.length),
    );
    for (let length = 1; length < shortest; length += 1) starts.add(start.slice(0, length));
    longestLength = Math.max(longestLength, spelling.length);
  }
}

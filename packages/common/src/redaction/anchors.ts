import { kinds } from "./spellings.ts";

/** How many bytes of a pattern are looked at. */
const maxReach = 24;
const maxRun = 12;
/** A run that has only letters and digits is preferred from this length on: few tools escape those. */
const wordRun = 7;
/** Shorter ones are everywhere. */
const minRun = 5;
/** How many bytes are looked for of base64. */
const digitsLength = 7;

/** Bytes near the beginning of a pattern, of which no separators can be left out and between which none can stand. */
export interface Anchor {
  readonly run: Uint8Array;
  /** The pattern's bytes up to the end of the run. */
  readonly reach: Uint8Array;
}

/** What stands in a text where an anchor does. */
export interface Needle {
  readonly bytes: Uint8Array;
  /** Whether the case of letters makes no difference. */
  readonly folded: boolean;
}

/** The anchor of a pattern; undefined for one that has none. */
export function anchorOf(pattern: Uint8Array): Anchor | undefined {
  const gap = pattern.findIndex((byte) => kinds[byte] !== 0);
  const stretch = pattern.subarray(0, Math.min(gap < 0 ? pattern.length : gap, maxReach));
  const [word] =
    Buffer.from(stretch)
      .toString("latin1")
      .match(new RegExp(`\\w{${wordRun},}`)) ?? [];
  const start = word === undefined ? 0 : Buffer.from(stretch).indexOf(word, "latin1");
  const end = Math.min(start + Math.min(word?.length ?? stretch.length, maxRun), stretch.length);
  return end - start < minRun ? undefined : { run: stretch.subarray(start, end), reach: stretch.subarray(0, end) };
}

/**
 * What stands in a text for a run: the run itself, and each half of its digits in base64 and hexadecimal. A line may break in one half, and
 * what stands before and after the run decides about the digits at its ends.
 */
export function needlesOf(run: Uint8Array): Needle[] {
  const halves = (digits: string): string[] => {
    const middle = Math.floor(digits.length / 2);
    return [digits.slice(0, middle), digits.slice(middle)];
  };
  return [
    { bytes: run, folded: false },
    ...halves(Buffer.from(run).toString("hex")).map((half) => ({ bytes: Buffer.from(half), folded: true })),
    ...[0, 1, 2].flatMap((before) =>
      halves(wholeDigits(run, before))
        .flatMap((half) => written(plainest(half)))
        .map((spelling) => ({ bytes: Buffer.from(spelling), folded: false })),
    ),
  ];
}

/** The digits of base64 that a run decides alone, behind some bytes. */
function wholeDigits(run: Uint8Array, before: number): string {
  const digits = Buffer.concat([Buffer.alloc(before), run])
    .toString("base64")
    .replace(/=+$/, "");
  const bits = 8 * (before + run.length);
  return digits.slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6));
}

/** The part of some digits in which the fewest have several forms. */
function plainest(digits: string): string {
  const parts = Array.from({ length: Math.max(1, digits.length - digitsLength + 1) }, (_none, at) =>
    digits.slice(at, at + digitsLength),
  );
  const signs = (part: string): number => part.replace(/\w/g, "").length;
  return parts.reduce((best, part) => (signs(part) < signs(best) ? part : best));
}

/** The forms that digits of base64 have, also in URLs and in JSON. */
function written(digits: string): string[] {
  const forms: Readonly<Record<string, readonly string[]>> = { "+": ["+", "-"], "/": ["/", "_", "\\/"] };
  return [...digits].reduce<string[]>(
    (starts, digit) => starts.flatMap((start) => (forms[digit] ?? [digit]).map((form) => start + form)),
    [""],
  );
}

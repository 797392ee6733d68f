/** What bytes of UTF-8 say, a byte order mark included; `undefined` if they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether bytes look like UTF-16: by the byte order mark, or by a first character of ASCII, which has a NUL in it. */
export function isUtf16(bytes: Uint8Array): boolean {
  const [first = 1, second = 1] = bytes;
  return first * second === 0xff * 0xfe || (first === 0) !== (second === 0);
}

/** What JSON says, or why it is not taken: it is not JSON, or a number in it would lose digits. */
export type DecodedJson =
  | { readonly exact: true; readonly value: unknown }
  | { readonly exact: false; readonly reason: "syntax" | "number" };

/** Decodes JSON whose numbers are exact (see {@link isExactNumber}): an account number must not lose its last digits. */
export function decodeJson(json: string): DecodedJson {
  let exact = true;
  try {
    const value: unknown = JSON.parse(json, (_key, item: unknown, source?: { source?: string }) => {
      if (typeof item === "number") exact &&= isExact(item, source?.source);
      return item;
    });
    return exact ? { exact, value } : { exact, reason: "number" };
  } catch {
    // The parser's message may quote the value.
    return { exact: false, reason: "syntax" };
  }
}

/** A runtime that does not say how a number was written is trusted with fractions alone. */
function isExact(number: number, source: string | undefined): boolean {
  if (source !== undefined) return isExactNumber(source);
  return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
}

const form = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** A double never prints more significant digits than this. */
const maxDigits = 17;

/**
 * Whether a number, as JSON writes it, keeps its value when JavaScript reads and prints it: 0.1 does, 1.50 and 1e3 too, 9007199254740993
 * does not. Takes time in proportion to its length, whatever the exponent is.
 */
export function isExactNumber(source: string): boolean {
  const written = normalize(source);
  return written !== undefined && written === normalize(String(Number(source)));
}

/** The same string for all ways to write a number; `undefined` if it is none or has more digits than a double prints. */
function normalize(number: string): string | undefined {
  const match = form.exec(number);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  let start = 0;
  let end = digits.length;
  while (digits.charAt(start) === "0") start += 1;
  if (start === end) return "0";
  while (digits.charAt(end - 1) === "0") end -= 1;
  if (end - start > maxDigits) return undefined;
  return `${sign}${digits.slice(start, end)}e${Number(exponent) + whole.length - end}`;
}

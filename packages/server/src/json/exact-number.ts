const form = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** A double never prints more significant digits than this. */
const maxDigits = 17;

/**
 * Whether a number, as it was written, is kept to its last digit by a double: 0.1 is, 9007199254740993 is not. Takes time
 * in proportion to its length, whatever the exponent is.
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

const form = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Whether a number, as it was written, is kept to its last digit by a double: 0.1 is, 9007199254740993 is not. */
export function isExactNumber(source: string): boolean {
  const number = Number(source);
  if (!Number.isFinite(number)) return false;
  return sameDecimal(source, String(number));
}

function sameDecimal(a: string, b: string): boolean {
  const [one, other] = [normal(a), normal(b)];
  return one !== undefined && one === other;
}

/** Sign, digits without zeros at either end, and the exponent: one text for all ways to write a number. */
function normal(text: string): string | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  if (kept === "") return "0";
  return `${sign}${kept}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - kept.length)}`;
}

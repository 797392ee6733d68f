/**
 * The typed value that a text of the environment stands for: a boolean in any case, an integer or a decimal number that is written the
 * one way Python prints it, else the text itself; as in Prefect 0.7 (`string_to_type`). An integer past 2^53 is a bigint.
 */
export function castText(text: string): string | number | bigint | boolean {
  const lower = text.toLowerCase();
  if (lower === "true") return true;
  if (lower === "false") return false;
  if (/^(0|-?[1-9]\d*)$/.test(text)) {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text);
  }
  if (text === "nan") return Number.NaN;
  if (text === "inf") return Number.POSITIVE_INFINITY;
  if (text === "-inf") return Number.NEGATIVE_INFINITY;
  if (!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(text)) return text;
  const number = Number(text);
  return Number.isFinite(number) && asPythonPrints(number) === text ? number : text;
}

/** Python's `repr` of a float: `1.0`, `1e-05`, `1e+16`. */
function asPythonPrints(number: number): string {
  if (number === 0) return Object.is(number, -0) ? "-0.0" : "0.0";
  const size = Math.abs(number);
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(number) ? `${number}.0` : String(number);
  return number.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

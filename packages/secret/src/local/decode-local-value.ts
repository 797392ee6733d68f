/**
 * A local text that is JSON comes back as what it says, any other value as it is; as in Prefect 0.7. Unlike there, a text with a number that
 * JavaScript can't hold stays a text: an account number must not lose its last digits.
 */
export function decodeLocalValue(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    let exact = true;
    const decoded: unknown = JSON.parse(value, (_key, item: unknown, source?: { source?: string }) => {
      if (typeof item === "number") exact &&= isExact(item, source?.source);
      return item;
    });
    return exact ? decoded : value;
  } catch {
    return value;
  }
}

function isExact(number: number, source: string | undefined): boolean {
  if (!Number.isFinite(number)) return false;
  const isInteger = source === undefined ? Number.isInteger(number) : /^-?\d+$/.test(source);
  return !isInteger || Number.isSafeInteger(number);
}

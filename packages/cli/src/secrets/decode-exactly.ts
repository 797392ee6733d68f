/** JSON's value, or why there is none. */
export type Decoded =
  | { readonly exact: true; readonly value: unknown }
  | { readonly exact: false; readonly reason: "syntax" | "number" };

/** Reads JSON whose numbers JavaScript can hold: an account number must not lose its last digits. */
export function decodeExactly(text: string): Decoded {
  let exact = true;
  try {
    const value: unknown = JSON.parse(text, (_key, item: unknown, source?: { source?: string }) => {
      if (typeof item === "number") exact &&= isExact(item, source?.source ?? String(item));
      return item;
    });
    return exact ? { exact, value } : { exact, reason: "number" };
  } catch {
    // What the parser says may show a piece of the text.
    return { exact: false, reason: "syntax" };
  }
}

function isExact(number: number, source: string): boolean {
  const isInteger = /^-?\d+$/.test(source);
  return Number.isFinite(number) && (!isInteger || Number.isSafeInteger(number));
}

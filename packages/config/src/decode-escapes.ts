const escapes = /\\(?:[ntr\\"]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})/g;
const plain: Record<string, string> = { n: "\n", t: "\t", r: "\r", "\\": "\\", '"': '"' };

/**
 * An environment variable's text with its escapes read: `\n`, `\t`, `\r`, `\\`, `\"`, `\xHH` and `\uHHHH`. Any other backslash stays; as
 * in Prefect 0.7 but for text outside ASCII, which stays what it is.
 */
export function decodeEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    escapes,
    (found) => plain[found.charAt(1)] ?? String.fromCharCode(Number.parseInt(found.slice(2), 16)),
  );
}

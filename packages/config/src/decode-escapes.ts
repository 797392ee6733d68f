/**
 * An environment variable's text with its escapes read: `\n`, `\t`, `\r`, `\\`, `\"`, `\xHH` and `\uHHHH`. Any other backslash stays; as
 * in Prefect 0.7 but for text outside ASCII, which stays what it is.
 */
export function decodeEscapes(text: string): string {
  return text.replace(
    /\\(?:[ntr\\"]|x([\da-fA-F]{2})|u[\da-fA-F]{4})/g,
    (found, hex) => JSON.parse(`"${hex ? `\\u00${hex}` : found}"`) as string,
  );
}

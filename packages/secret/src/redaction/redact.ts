import { findValues } from "./find-values.ts";

/**
 * Masks, as `<secret>`, every value that a `Secret` or `getSecrets` has read in this process so far: as it is, in base64, hexadecimal,
 * URL-encoded or JSON-escaped. Values under 4 characters, `true`, `false` and `null` are not masked.
 *
 * @param text - for example a line of a log.
 * @returns the text with `<secret>` in place of each.
 */
export function redact(text: string): string {
  let masked = "";
  let from = 0;
  for (const [start, end] of findValues(text)) {
    masked += `${text.slice(from, start)}<secret>`;
    from = end;
  }
  return masked + text.slice(from);
}

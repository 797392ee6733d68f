import type { Transform } from "node:stream";
import { Redactor } from "@keyfold/common/redaction/redactor";

/** The values that this process has read. */
const known = new Redactor();

/** Masks a value that was read from now on. */
export function rememberValue(value: unknown): void {
  known.add(value);
}

/**
 * Masks, as `<secret>`, every value that a `Secret` or `getSecrets` has read in this process so far, as it is and as tools spell it: in the
 * quotes and escapes of JSON, JavaScript, Python and the shells, as an entity of XML or HTML, URL-encoded, in hexadecimal and in base64.
 * Of a value of many lines each line is masked too, and of JSON each string and number that is long or unusual enough. Values under 4
 * characters, `true`, `false` and `null` are not masked. The time that it takes grows only as the length of the text does.
 *
 * @param text - for example a line of a log.
 * @returns the text with `<secret>` in place of each; without a value in it the same text.
 */
export function redact(text: string): string {
  return known.mask(text);
}

/**
 * A stream that masks as {@link redact} does, also where a value is split across chunks: `child.stdout.pipe(redactingStream())`. It
 * takes and gives bytes: those that are no UTF-8 pass unchanged. It holds back only what may be the beginning of a value.
 *
 * @returns the stream; a value that is read later is masked in it from then on.
 */
export function redactingStream(): Transform {
  return known.stream();
}

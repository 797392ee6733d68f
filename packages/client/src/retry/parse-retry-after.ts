/**
 * What a `Retry-After` header asks for, in milliseconds from now; `undefined` if there is none or it is not valid.
 *
 * @param header - seconds, or a date of HTTP.
 * @param now - milliseconds since 1970.
 */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Date.parse takes much that is no date of HTTP, such as "-1".
  if (!/^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(text)) return undefined;
  // The oldest form of a date has no zone and is in GMT as well.
  const date = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

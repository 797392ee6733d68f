import { BrokerError } from "../broker-error.ts";
import { type HeaderList, headerOf } from "../headers.ts";

/** Values by their placeholders. */
export type Values = ReadonlyMap<string, string>;

const basicForm = /^(basic +)([A-Za-z0-9+/_-]+=*) *$/i;

/** Which placeholders stand in headers, inside Basic too, or in a query. */
export function placeholdersIn(placeholders: readonly string[], headers: HeaderList, query: string): string[] {
  const texts = [query, ...headers.flatMap(([, value]) => [value, basicOf(value)?.[1] ?? ""])];
  return placeholders.filter((placeholder) => texts.some((text) => text.includes(placeholder)));
}

/**
 * Puts values where their placeholders stand in headers.
 *
 * @throws BrokerError with code VALUE_NOT_USABLE for a value that no header can hold.
 */
export function inHeaders(headers: HeaderList, values: Values): HeaderList {
  return headers.map(([name, value]) => {
    const basic = basicOf(value);
    const decoded = basic && replace(basic[1], values, latin1);
    if (basic && decoded !== basic[1])
      return [name, basic[0] + Buffer.from(String(decoded), "latin1").toString("base64")];
    return [name, replace(value, values, headerText)];
  });
}

/** Puts values where their placeholders stand in a query. */
export function inQuery(query: string, values: Values): string {
  return replace(query, values, encodeURIComponent);
}

/** How values are written in a body of a type; undefined for types into which none is put. */
export function bodyWriter(headers: HeaderList): ((value: string) => string) | undefined {
  const encoding = headerOf(headers, "content-encoding") ?? "identity";
  const [type = "", ...parameters] = (headerOf(headers, "content-type") ?? "").toLowerCase().split(";");
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith("charset="));
  if (encoding.toLowerCase() !== "identity" || !/^(?:charset="?(?:utf-8|us-ascii)"?)?$/.test(charset ?? ""))
    return undefined;
  const name = type.trim();
  if (name === "application/json" || name.endsWith("+json")) return (value) => JSON.stringify(value).slice(1, -1);
  if (name === "application/x-www-form-urlencoded") return (value) => encodeURIComponent(value).replaceAll("%20", "+");
  return name.startsWith("text/") ? (value) => value : undefined;
}

/** Puts values where their placeholders stand in a string. */
export function replace(text: string, values: Values, write: (value: string) => string): string {
  let replaced = text;
  for (const [placeholder, value] of values) {
    if (replaced.includes(placeholder)) replaced = replaced.replaceAll(placeholder, () => write(value));
  }
  return replaced;
}

/** The scheme and the decoded credentials of a Basic header. */
function basicOf(value: string): [scheme: string, credentials: string] | undefined {
  const [, scheme, encoded] = basicForm.exec(value) ?? [];
  return scheme === undefined || encoded === undefined
    ? undefined
    : [scheme, Buffer.from(encoded, "base64").toString("latin1")];
}

/** A value as a header has it: its bytes in UTF-8. */
function headerText(value: string): string {
  if (!/\p{Cc}/u.test(value.replaceAll("\t", ""))) return latin1(value);
  throw new BrokerError(
    "VALUE_NOT_USABLE",
    "The secret's value has control characters or several lines, which no header can hold.",
    "Set it without a line break at its end.",
  );
}

/** A character for each byte of UTF-8. */
export function latin1(value: string): string {
  return Buffer.from(value).toString("latin1");
}

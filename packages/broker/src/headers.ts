/** Headers in order, as they came. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Those of one connection, which no proxy passes on, and those that lead past the broker. */
const ofConnection = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
  "alt-svc",
]);

/** Twice, servers differ in which of them counts. */
const single = new Set([
  "host",
  "authorization",
  "content-length",
  "content-type",
  "content-encoding",
  "transfer-encoding",
]);

/** Node's flat list of names and values. */
export function fromRaw(raw: readonly string[]): HeaderList {
  const list: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) list.push([String(raw[at]), String(raw[at + 1])]);
  return list;
}

/** Node's object of HTTP/2 headers, without those that begin with a colon. */
export function fromObject(headers: Readonly<Record<string, string | readonly string[] | undefined>>): HeaderList {
  return Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(":") || value === undefined
      ? []
      : (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
  );
}

/** Those whose values may hold commas that separate nothing. */
const apart = new Set(["set-cookie", "www-authenticate"]);

/** Headers as Node takes them for HTTP/1 and HTTP/2: by names in small letters, each once, as few may be repeated in HTTP/2. */
export function toObject(list: HeaderList): Record<string, string | string[]> {
  const headers = new Map<string, Set<string>>();
  for (const [name, value] of list) {
    const key = name.toLowerCase();
    headers.set(key, (headers.get(key) ?? new Set()).add(value));
  }
  return Object.fromEntries(
    [...headers].map(([key, values]) => [
      key,
      apart.has(key) ? [...values] : [...values].join(key === "cookie" ? "; " : ", "),
    ]),
  );
}

/** The value of a header, by its name in small letters; what comes twice is a list. */
export function headerOf(list: HeaderList, name: string): string | undefined {
  const values = list.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(", ");
}

/** The first header that must not come twice and does. */
export function twice(list: HeaderList): string | undefined {
  const names = list.map(([name]) => name.toLowerCase());
  return names.find((name, at) => single.has(name) && names.indexOf(name) !== at);
}

/** By these some servers take a request for one of another method or path. */
const overriding = new Set([
  "x-http-method-override",
  "x-http-method",
  "x-method-override",
  "x-original-url",
  "x-rewrite-url",
]);

/** Whether a request may be taken for one of another method or path than it has. */
export function isOverridden(list: HeaderList): boolean {
  return list.some(([name]) => overriding.has(name.toLowerCase().replaceAll("_", "-")));
}

/** Without those of the connection, which a `Connection` header may add to, and without some others. */
export function endToEnd(list: HeaderList, others: readonly string[] = []): HeaderList {
  const named = list.flatMap(([name, value]) =>
    name.toLowerCase() === "connection" ? value.toLowerCase().split(",") : [],
  );
  const dropped = new Set([...others, ...named.map((name) => name.trim())]);
  return list.filter(([name]) => !ofConnection.has(name.toLowerCase()) && !dropped.has(name.toLowerCase()));
}

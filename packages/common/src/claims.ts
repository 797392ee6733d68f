/** What a claim must be: a string, a boolean, or a list of which one must be there. */
export type ClaimValue = string | boolean | readonly (string | boolean)[];

/** By the claim's path: its name, or names with dots between them where it stands in objects. */
export type Claims = Readonly<Record<string, ClaimValue>>;

/** A token's claims, as its issuer signed them. */
export type Payload = Readonly<Record<string, unknown>>;

/** Bytes of a path, and names in it, at most: each is tried with each that follows. */
export const maxPath = { characters: 255, names: 10 };

/**
 * The value that a path leads to. At each level the longest name that is there is taken, and no other is tried:
 * `kubernetes.io.namespace` is `namespace` in the object `kubernetes.io`.
 *
 * @returns undefined if it leads nowhere.
 */
export function claimAt(payload: Payload, path: string): unknown {
  let value: unknown = payload;
  let rest = path.split(".");
  while (rest.length > 0) {
    if (!isObject(value)) return undefined;
    const object = value;
    const length = lengthsOf(rest).find((count) => Object.hasOwn(object, rest.slice(0, count).join(".")));
    if (length === undefined) return undefined;
    value = object[rest.slice(0, length).join(".")];
    rest = rest.slice(length);
  }
  return value;
}

/**
 * The path of a claim that a token does not have as a trust demands it, or undefined if it has all. Types must match,
 * strings are compared unit by unit, and a claim that is a list must contain one of the values.
 */
export function failingClaim(claims: Claims, payload: Payload): string | undefined {
  return Object.keys(claims).find((path) => {
    const actual = claimAt(payload, path);
    // Nobody has signed the token yet: a long list must not be gone through for each value.
    const items = new Set<unknown>(Array.isArray(actual) ? actual : [actual]);
    return !wantedOf(claims, path).some((value) => items.has(value));
  });
}

/**
 * What a token has where a trust demands something, as the audit log tells of it: of a list, what was demanded and is in it.
 *
 * @param payload - of a token in which no claim fails.
 */
export function matchedClaims(claims: Claims, payload: Payload): Claims {
  const matched = Object.keys(claims).map((path): [string, ClaimValue] => {
    const actual = claimAt(payload, path);
    if (!Array.isArray(actual)) return [path, actual as ClaimValue];
    const items = new Set<unknown>(actual);
    return [path, wantedOf(claims, path).filter((one) => items.has(one))];
  });
  return Object.fromEntries(matched);
}

/** The values that a trust takes for a claim; none if it demands nothing of it. */
export function wantedOf(claims: Claims, path: string): readonly (string | boolean)[] {
  const wanted = Object.hasOwn(claims, path) ? claims[path] : undefined;
  if (wanted === undefined) return [];
  return isList(wanted) ? wanted : [wanted];
}

/**
 * Reads claims as they are typed: `name=value` is a string, `name:=true` a boolean; a name that comes again has a list.
 *
 * @returns the claims, or what is none.
 */
export function readClaims(typed: readonly string[]): { readonly claims: Claims } | { readonly wrong: string } {
  const claims = new Map<string, (string | boolean)[]>();
  for (const one of typed) {
    const [, name = "", isJson, value = ""] = /^([^=]+?)(:?)=(.*)$/s.exec(one) ?? [];
    if (name === "" || (isJson && value !== "true" && value !== "false")) return { wrong: one };
    claims.set(name, [...(claims.get(name) ?? []), isJson ? value === "true" : value]);
  }
  return { claims: Object.fromEntries([...claims].map(([name, values]) => [name, oneOrList(values)])) };
}

function oneOrList(values: readonly (string | boolean)[]): ClaimValue {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}

function lengthsOf(names: readonly string[]): number[] {
  return names.map((_name, index) => names.length - index);
}

function isObject(value: unknown): value is Payload {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: ClaimValue): value is readonly (string | boolean)[] {
  return Array.isArray(value);
}

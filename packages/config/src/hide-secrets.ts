import { anyItem, type SecretKeys } from "./secret-keys.ts";
import { isTable, type OpenTable, ownKeys } from "./table.ts";

const shown = "<secret>";
const urlPassword = /(:\/\/[^/?#:@]*:)[^\s/?#]+@/g;
const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

type Inspect = (value: unknown, options: unknown) => string;

/**
 * Freezes a configuration, lists and inner tables too, and makes `console.log`, `util.inspect` and `JSON.stringify` show `<secret>` in
 * place of secrets and of the password in a URL. In JSON an integer past 2^53 becomes a string with all its digits.
 */
export function freezeAndHide(value: unknown, secrets: SecretKeys, keys: readonly string[] = []): void {
  const isList = Array.isArray(value);
  if (!isList && (!isTable(value) || Object.isFrozen(value))) return;
  for (const key of Object.keys(value)) {
    const item = (value as OpenTable)[key];
    if (typeof item === "object") freezeAndHide(item, secrets, [...keys, isList ? anyItem : key]);
  }
  if (!isList) hide(value, secrets, keys);
  Object.freeze(value);
}

function hide(table: OpenTable, secrets: SecretKeys, keys: readonly string[]): void {
  Object.defineProperty(table, inspectCustom, {
    value: (_depth: number, options: unknown, inspect: Inspect) =>
      inspect(masked(table, secrets, keys, false), options),
  });
  if (Object.hasOwn(table, "toJSON")) {
    // A key of this name stands where JSON.stringify looks for the way to hide the others.
    for (const key of Object.keys(table)) Object.defineProperty(table, key, { enumerable: false });
  } else Object.defineProperty(table, "toJSON", { value: () => masked(table, secrets, keys, true) });
}

function masked(value: unknown, secrets: SecretKeys, keys: readonly string[], forJson: boolean): unknown {
  if (isTable(value)) {
    return Object.fromEntries(ownKeys(value).map((key) => [key, masked(value[key], secrets, [...keys, key], forJson)]));
  }
  if (value !== "" && secrets.has(keys, value)) return shown;
  if (typeof value === "string") return value.replace(urlPassword, `$1${shown}@`);
  if (Array.isArray(value)) return value.map((item) => masked(item, secrets, [...keys, anyItem], forJson));
  return forJson && typeof value === "bigint" ? String(value) : value;
}

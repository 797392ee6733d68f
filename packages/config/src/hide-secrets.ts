import { anyItem, type SecretKeys } from "./secret-keys.ts";
import { isTable, type OpenTable, put } from "./table.ts";

const shown = "<secret>";
const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

type Inspect = (value: unknown, options: unknown) => string;

/**
 * Freezes a configuration, lists and inner tables too, and makes `console.log`, `util.inspect` and `JSON.stringify` show `<secret>` in
 * place of secrets. In JSON an integer past 2^53 becomes a text with all its digits.
 */
export function freezeAndHide(table: OpenTable, secrets: SecretKeys, keys: readonly string[] = []): void {
  if (Object.isFrozen(table)) return;
  for (const key of Object.keys(table)) freezeValue(table[key], secrets, [...keys, key]);
  hide(table, secrets, keys);
  Object.freeze(table);
}

function freezeValue(value: unknown, secrets: SecretKeys, keys: readonly string[]): void {
  if (Array.isArray(value)) {
    const inside = [...keys, anyItem];
    for (const item of value) freezeValue(item, secrets, inside);
    Object.freeze(value);
  } else if (isTable(value)) {
    freezeAndHide(value, secrets, keys);
  }
}

function hide(table: OpenTable, secrets: SecretKeys, keys: readonly string[]): void {
  Object.defineProperty(table, inspectCustom, {
    value: (_depth: number, options: unknown, inspect: Inspect) =>
      inspect(masked(table, secrets, keys, false), options),
  });
  if (!Object.hasOwn(table, "toJSON")) {
    Object.defineProperty(table, "toJSON", { value: () => masked(table, secrets, keys, true) });
  } else if (secrets.has([...keys, "toJSON"])) {
    // A secret of this name stands where JSON.stringify looks for the way to hide the others.
    for (const key of Object.keys(table)) Object.defineProperty(table, key, { enumerable: false });
  }
}

function masked(value: unknown, secrets: SecretKeys, keys: readonly string[], forJson: boolean): unknown {
  if (isTable(value)) {
    const copy: OpenTable = {};
    for (const key of Object.getOwnPropertyNames(value)) {
      const item = value[key];
      if (typeof item !== "function") put(copy, key, masked(item, secrets, [...keys, key], forJson));
    }
    return copy;
  }
  if (value !== "" && secrets.has(keys)) return shown;
  if (Array.isArray(value)) return value.map((item) => masked(item, secrets, [...keys, anyItem], forJson));
  return forJson && typeof value === "bigint" ? String(value) : value;
}

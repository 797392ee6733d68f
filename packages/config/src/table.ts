/** A table of a configuration: plain data, by key. */
export interface ConfigTable {
  readonly [key: string]: unknown;
}

/** A table while it is being put together. */
export type OpenTable = Record<string, unknown>;

/** Whether a value is a table, and not a list, a date or an instance of a class. */
export function isTable(value: unknown): value is OpenTable {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Sets a key; `__proto__` is a key like any other. */
export function put(table: OpenTable, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    table[key] = value;
  }
}

/** Sets the key at a path, whose tables are there. */
export function putAt(table: OpenTable, path: readonly string[], value: unknown): void {
  put(at(table, path.slice(0, -1)) as OpenTable, path.at(-1) ?? "", value);
}

/** The paths of the values in a table that are wanted, in their order. */
export function leaves(table: unknown, isWanted: (value: unknown) => boolean = () => true): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const keys: string[] = [];
  const visit = (value: unknown): void => {
    if (isTable(value)) {
      for (const key of ownKeys(value)) {
        keys.push(key);
        visit(value[key]);
        keys.pop();
      }
    } else if (isWanted(value)) found.push([...keys]);
  };
  visit(table);
  return found;
}

/** The keys of a table, also where they are hidden, without what prints it. */
export function ownKeys(table: OpenTable): string[] {
  return Object.getOwnPropertyNames(table).filter((key) => typeof table[key] !== "function");
}

/** What stands at a path, or `undefined`; inherited properties are no keys. */
export function at(table: unknown, path: readonly string[]): unknown {
  let value = table;
  for (const key of path) {
    if (!isTable(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
    // Not a value but the way in which a frozen configuration hides its secrets in JSON.
    if (key === "toJSON" && typeof value === "function") return undefined;
  }
  return value;
}

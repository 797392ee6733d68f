import { inspect } from "node:util";

// Not a private field: debuggers show those.
const values = new WeakMap<object, unknown>();
const shown = "<secret>";

/**
 * Holds a value that never prints: `console.log`, `util.inspect`, `JSON.stringify` and template strings show `<secret>`.
 * A field of the context that holds one crosses to a worker thread inside a snapshot and arrives as one.
 */
export class Redacted<T = unknown> {
  /** @param value - what `reveal` will give. */
  constructor(value: T) {
    values.set(this, value);
  }

  /** The value itself. The one place to look for in a review. */
  reveal(): T {
    return values.get(this) as T;
  }

  /** `<secret>` */
  toString(): string {
    return shown;
  }

  /** `<secret>` */
  toJSON(): string {
    return shown;
  }
}

printsAs(Redacted.prototype, shown);

/** Makes `console.log` and `util.inspect` show a string in place of an object, or of everything that has it as its prototype. */
export function printsAs(object: object, string: string): void {
  Object.defineProperty(object, inspect.custom, { value: () => string });
}

/**
 * A frozen copy of plain data (objects, arrays), so that a change to it later, by its owner or by a reader, is seen by no
 * scope. Anything else, a string or an instance of a class, is given back as it is.
 */
export function frozenCopy(value: unknown): unknown {
  return isPlain(value) ? copy(value, new Map()) : value;
}

type Plain = Record<string, unknown> | unknown[];

function copy(from: Plain, copies: Map<Plain, Plain>): Plain {
  const known = copies.get(from);
  if (known) return known;
  const to: Plain = Array.isArray(from) ? [] : {};
  copies.set(from, to);
  for (const [key, item] of Object.entries(from)) {
    // An assignment to `__proto__` would set the prototype instead.
    Object.defineProperty(to, key, { value: isPlain(item) ? copy(item, copies) : item, enumerable: true });
  }
  Object.freeze(to);
  return to;
}

function isPlain(value: unknown): value is Plain {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}

import { printsAs } from "./prints-as.ts";
import { currentScope } from "./scope.ts";

/**
 * What printing sees of the secrets: `util.inspect` looks behind a proxy at its target. Names can be listed with
 * `Object.getOwnPropertyNames`; they are not enumerable, so that nothing that walks an object (JSON, `console.table`, a test's
 * diff) meets a value.
 */
const hidden: object = {};
printsAs(hidden, "<secrets>");
const target: Record<string, unknown> = Object.create(hidden);

const isName = (key: string | symbol): key is string => typeof key === "string";

/** The secrets of whichever scope is current when one is read or written. */
export const secretsView: Record<string, unknown> = new Proxy(target, {
  get(_target, key) {
    if (isName(key)) return currentScope().secret(key);
    return key === Symbol.toPrimitive ? () => "<secrets>" : undefined;
  },
  set(_target, key, value) {
    if (isName(key)) currentScope().setSecret(key, value);
    return isName(key);
  },
  has: (_target, key) => isName(key) && currentScope().secret(key) !== undefined,
  deleteProperty(_target, key) {
    if (isName(key)) currentScope().setSecret(key, undefined);
    return true;
  },
  ownKeys: () => currentScope().secretNames(true),
  getOwnPropertyDescriptor(_target, key) {
    if (!isName(key) || currentScope().secret(key) === undefined) return undefined;
    return { get: () => currentScope().secret(key), enumerable: false, configurable: true };
  },
  defineProperty: () => false,
  getPrototypeOf: () => null,
  setPrototypeOf: () => false,
  preventExtensions: () => false,
});

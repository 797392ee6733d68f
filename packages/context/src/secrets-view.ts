import { printsAs } from "./redacted.ts";
import { currentScope } from "./scope.ts";

/** What printing sees of the secrets: `util.inspect` looks behind a proxy at its target. */
const hidden: object = {};
printsAs(hidden, "<secrets>");
const target: Record<string, unknown> = Object.create(hidden);

const isName = (key: string | symbol): key is string => typeof key === "string";

function namesOnly(): Record<string, string> {
  return Object.fromEntries(
    currentScope()
      .secretNames(true)
      .map((name) => [name, "<secret>"]),
  );
}

/** The secrets of whichever scope is current when one is read or written. */
export const secretsView: Record<string, unknown> = new Proxy(target, {
  get(_target, key) {
    if (!isName(key)) return key === Symbol.toPrimitive ? () => "<secrets>" : undefined;
    const value = currentScope().secret(key);
    return value === undefined && key === "toJSON" ? namesOnly : value;
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
    // A secret that is called toJSON stands where JSON.stringify looks for the way to hide the others.
    const enumerable = currentScope().secret("toJSON") === undefined;
    return { get: () => currentScope().secret(key), enumerable, configurable: true };
  },
  defineProperty: () => false,
  getPrototypeOf: () => null,
  setPrototypeOf: () => false,
  preventExtensions: () => false,
});

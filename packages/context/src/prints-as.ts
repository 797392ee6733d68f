import { inspect } from "node:util";

/** Makes `console.log` and `util.inspect` show a string in place of an object, or of everything that has it as its prototype. */
export function printsAs(object: object, string: string): void {
  Object.defineProperty(object, inspect.custom, { value: () => string });
}

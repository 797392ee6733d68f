import { context } from "@keyfold/context";

/** The value that `context.secrets` has for a name, spelled exactly or in lower case; `undefined` if it has none. */
export function findLocalSecret(name: string): unknown {
  const exact = context.secrets[name];
  return exact === undefined ? context.secrets[name.toLowerCase()] : exact;
}

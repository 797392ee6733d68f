import { context } from "@keyfold/context";

/** The value that `context.secrets` has for a name, spelled exactly or in lower case; `undefined` if it has none. */
export function findLocalSecret(name: string): unknown {
  const { secrets } = context;
  const found = [name, name.toLowerCase()].find((spelling) => spelling in secrets);
  return found === undefined ? undefined : secrets[found];
}

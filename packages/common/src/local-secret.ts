/** The value that a table of secrets has for a name, spelled exactly or in lower case; `undefined` if it has none. */
export function findLocalSecret(secrets: Readonly<Record<string, unknown>>, name: string): unknown {
  const found = [name, name.toLowerCase()].find((spelling) => Object.hasOwn(secrets, spelling));
  return found === undefined ? undefined : secrets[found];
}

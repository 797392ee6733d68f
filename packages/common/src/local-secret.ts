/** The value that a table of secrets has for a name, spelled exactly or in lower case; `undefined` if it has none. */
export function findLocalSecret(secrets: Readonly<Record<string, unknown>>, name: string): unknown {
  for (const spelling of [name, name.toLowerCase()]) {
    const value = secrets[spelling];
    if (value !== undefined && Object.hasOwn(secrets, spelling)) return value;
  }
  return undefined;
}

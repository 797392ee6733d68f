/**
 * The spelling under which a table of secrets has a name, exactly as given or in lower case; `undefined` if it has neither. A function is
 * no secret: `toJSON` of a table that hides its values is one.
 */
export function spellingOf(secrets: Readonly<Record<string, unknown>>, name: string): string | undefined {
  return [name, name.toLowerCase()].find((spelling) => {
    if (!Object.hasOwn(secrets, spelling)) return false;
    const value = secrets[spelling];
    return value !== undefined && typeof value !== "function";
  });
}

/** The value that a table of secrets has for a name, as {@link spellingOf} finds it; `undefined` if it has none. */
export function findLocalSecret(secrets: Readonly<Record<string, unknown>>, name: string): unknown {
  const spelling = spellingOf(secrets, name);
  return spelling === undefined ? undefined : secrets[spelling];
}

/** A word as a shell takes it: in single quotes where it has more than letters, digits and a few signs. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

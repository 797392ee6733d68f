/** How many secrets both servers hold. */
export const thousand = 1000;

/** The name of one of the secrets, from 0. */
export function secretName(index: number): string {
  return `secret-${String(index).padStart(7, "0")}`;
}

/** Folders that are four deep. */
export const foldersOfNames = 10_000;

/** One of those folders: `1/2/3/4`. */
export function folderOf(index: number): string {
  return [...String(index % foldersOfNames).padStart(4, "0")].join("/");
}

/** The name of one of the secrets, in one of those folders. */
export function nameInFolder(index: number): string {
  return `${folderOf(index)}/${secretName(index)}`;
}

/** Every value begins with this, so that an answer without one is noticed. */
export const valueStart = "a value as long as a token ";

/** A value of 64 characters. */
export function secretValue(index: number): string {
  return `${valueStart}${index} `.padEnd(64, "x");
}

/** One of so many, by chance. */
export function anyOf(count: number): number {
  return Math.floor(Math.random() * count);
}

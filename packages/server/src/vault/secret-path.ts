import { createHash, randomUUID } from "node:crypto";

/** Characters of a name in a path; storage backends have file names of 255 bytes. */
const longest = 120;

/**
 * A new path for one version of a secret: below it the team's id, the name, readable where it can be, and a random id.
 * Every other byte of the name is `=XX`, so that no name is `..` or holds a slash, and a long one is cut. Names need not
 * be read back from it, and two with the same beginning never meet: the id is never the same.
 */
export function newSecretPath(prefix: string, teamId: string, name: string): string {
  return `${prefix}/${teamId}/${pathPart(name)}/${randomUUID()}`;
}

function pathPart(name: string): string {
  const part = [...Buffer.from(name, "utf8")].map(encodedByte).join("");
  if (part.length <= longest) return part;
  const hash = createHash("sha256").update(name, "utf8").digest("hex").slice(0, 32);
  return `${part.slice(0, longest).replace(/=.?$/, "")}=${hash}`;
}

function encodedByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9_-]/.test(character) ? character : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

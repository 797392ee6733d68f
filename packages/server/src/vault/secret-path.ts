import { createHash, randomUUID } from "node:crypto";

/** Characters of a name in a path; storage backends have file names of 255 bytes. */
const maxNamePart = 120;

const uuid = "[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}";
const belowFolder = new RegExp(`^${uuid}/[\\w=-]{1,160}/${uuid}$`);

/**
 * A new path for one version of a secret: below the folder the team's id, the name, readable where it can be, and a random
 * id. Every other byte of the name is `=XX`, so that no name is `..` or holds a slash, and a long one is cut. Names need
 * not be read back from it, and two with the same beginning never meet: the id is never the same.
 */
export function newSecretPath(folder: string, teamId: string, name: string): string {
  return `${folder}/${teamId}/${namePart(name)}/${randomUUID()}`;
}

/**
 * Whether a path has the form of those that `newSecretPath` makes in the folder. One from the database is asked for or
 * removed only then: whoever writes to the database must not direct the server's own token to another part of OpenBao.
 */
export function isSecretPath(folder: string, path: string): boolean {
  return path.startsWith(`${folder}/`) && belowFolder.test(path.slice(folder.length + 1));
}

function namePart(name: string): string {
  const part = [...Buffer.from(name, "utf8")].map(encodedByte).join("");
  if (part.length <= maxNamePart) return part;
  const hash = createHash("sha256").update(name, "utf8").digest("hex").slice(0, 32);
  return `${part.slice(0, maxNamePart).replace(/=.?$/, "")}=${hash}`;
}

function encodedByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9_-]/.test(character) ? character : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

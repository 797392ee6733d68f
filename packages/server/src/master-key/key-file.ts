import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { shellQuote } from "@keyfold/common/shell-quote";
import { ServerError } from "../server-error.ts";
import type { KeyEncoding } from "./key-encoding.ts";
import type { KeyCandidate, MasterKeySource } from "./master-key.ts";

/**
 * A master key in a file, readable by its owner alone. The next one waits beside it, under a name of its own, until the
 * data are wrapped under it: whenever a rotation is cut off, and however many there are, the right key is there.
 */
export function fileKeySource(file: string, encoding: KeyEncoding): MasterKeySource {
  const candidateAt = (at: string): KeyCandidate => ({
    file: at,
    read: async () => encoding.decode(readKeyFile(at), at),
    promote: async () => {
      if (at !== file) moveOver(at, file);
    },
  });
  return {
    description: file,
    create: async () => {
      if (existsSync(file)) return;
      try {
        writeKeyFile(file, await encoding.encodeNew());
      } catch (error) {
        // Another init was a moment faster: its key is the one.
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    },
    candidates: async () => [file, ...preparedBeside(file)].map(candidateAt),
    prepare: async () => {
      const next = `${file}.next-${randomUUID()}`;
      writeKeyFile(next, await encoding.encodeNew());
      return candidateAt(next);
    },
  };
}

/**
 * Reads a master key's file.
 *
 * @throws ServerError `MASTER_KEY_INVALID` if it can't be read, or if others can.
 */
export function readKeyFile(file: string): string {
  try {
    const handle = openSync(file, "r");
    try {
      checkPrivate(file, fstatSync(handle), "The master key");
      return readFileSync(handle, "utf8");
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (error instanceof ServerError) throw error;
    throw new ServerError(
      "MASTER_KEY_INVALID",
      `The master key ${file} can't be read: ${(error as NodeJS.ErrnoException).code}.`,
      "Check that the file is there and belongs to the user that runs the server.",
      { cause: error },
    );
  }
}

/**
 * Checks that only its owner can use a file; a group may read one that root owns, which is how systems hand keys to services.
 *
 * @throws ServerError `MASTER_KEY_INVALID` for a file with a master key that others can read or write.
 */
export function checkPrivate(file: string, { mode, uid }: Stats, what: string): void {
  const allowed = uid === 0 ? 0o740 : 0o700;
  // Windows has no such modes.
  if (process.platform === "win32" || (mode & 0o777 & ~allowed) === 0) return;
  throw new ServerError(
    "MASTER_KEY_INVALID",
    `${what} ${file} is open to other users of this machine: its mode is ${(mode & 0o777).toString(8).padStart(4, "0")}.`,
    `Type: chmod 600 ${shellQuote(file)}. If others may have read it, change the key with \`keyfold-server rotate-key\`.`,
  );
}

/** Writes a new file with a master key, readable by its owner alone and on the disk when this returns. */
export function writeKeyFile(file: string, contents: string): void {
  writeFileSync(file, contents, { flag: "wx", mode: 0o600, flush: true });
  syncFolderOf(file);
}

/** Puts a new or renamed file's name on the disk. */
export function syncFolderOf(file: string): void {
  const folder = openSync(dirname(file), "r");
  fsyncSync(folder);
  closeSync(folder);
}

function preparedBeside(file: string): string[] {
  const folder = dirname(file);
  if (!existsSync(folder)) return [];
  const begin = `${basename(file)}.next-`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(begin))
    .map((name) => join(folder, name));
}

function moveOver(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    // A server that noticed the rotation did it before.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  syncFolderOf(to);
}

import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { KeyEncoding } from "./key-encoding.ts";
import type { KeyPlace, MasterKeySource } from "./master-key-source.ts";
import { readKeyFile } from "./read-key-file.ts";
import { syncFolderOf, writeKeyFile } from "./write-key-file.ts";

/**
 * A master key in a file, readable by its owner alone. The next one waits beside it, under a name of its own, until the
 * data are wrapped under it: whenever a rotation is cut off, and however many there are, the right key is there.
 */
export function fileKeySource(file: string, encoding: KeyEncoding): MasterKeySource {
  const placeAt = (at: string): KeyPlace => ({
    file: at,
    read: async () => encoding.decode(readKeyFile(at), at),
    adopt: async () => {
      if (at !== file) moveOver(at, file);
    },
  });
  return {
    about: file,
    create: async () => {
      if (existsSync(file)) return;
      try {
        writeKeyFile(file, await encoding.encodeNew());
      } catch (error) {
        // Another init was a moment faster: its key is the one.
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    },
    places: async () => [file, ...nextOnes(file)].map(placeAt),
    prepare: async () => {
      const next = `${file}.next-${randomUUID()}`;
      writeKeyFile(next, await encoding.encodeNew());
      return placeAt(next);
    },
  };
}

function nextOnes(file: string): string[] {
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

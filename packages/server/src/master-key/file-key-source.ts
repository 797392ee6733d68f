import { existsSync, renameSync } from "node:fs";
import type { KeyEncoding } from "./key-encoding.ts";
import type { MasterKey } from "./master-key.ts";
import type { MasterKeySource, PossibleKey } from "./master-key-source.ts";
import { readKeyFile } from "./read-key-file.ts";
import { syncFolderOf, writeKeyFile } from "./write-key-file.ts";

/** A master key in a file, readable by its owner alone. The next one waits beside it while data are wrapped anew. */
export function fileKeySource(file: string, encoding: KeyEncoding): MasterKeySource {
  const next = `${file}.new`;
  const read = async (from: string): Promise<MasterKey> => encoding.decode(readKeyFile(from), from);
  return {
    about: file,
    create: async () => {
      if (!existsSync(file)) writeKeyFile(file, await encoding.encodeNew());
    },
    read: async () => {
      const keys: PossibleKey[] = [];
      if (existsSync(file) || !existsSync(next)) keys.push({ key: await read(file), isNext: false });
      if (existsSync(next)) keys.push({ key: await read(next), isNext: true });
      return keys;
    },
    prepare: async () => {
      // One that was left by a rotation that never happened is worth nothing.
      writeKeyFile(next, await encoding.encodeNew(), { replace: true });
      return read(next);
    },
    adopt: async () => {
      try {
        renameSync(next, file);
      } catch (error) {
        // Another process that noticed did it.
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
      syncFolderOf(file);
    },
  };
}

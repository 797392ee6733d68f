import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { isUtf16 } from "@keyfold/common/decode";
import { fs } from "@keyfold/common/node-files";
import { ConfigError } from "../config-error.ts";
import type { Steps } from "../steps.ts";
import { ConfigFile } from "./config-file.ts";
import { parseToml } from "./parse-toml.ts";

/** In bytes. */
const maxBytes = 32 * 1024 * 1024;
const attempts = 3;
/** A pipe or a terminal must not be waited for. */
const flags = fs.constants.O_RDONLY | fs.constants.O_NONBLOCK;

/** A file that may be read, and whether it has to be there. */
export interface FileToRead {
  readonly path: string;
  readonly required: boolean;
}

/** The calls of the system that reading takes; each gives its result or a promise of it. */
export interface FileAccess {
  open(path: string): unknown;
  stat(file: never): unknown;
  /** Fills a buffer as far as it can, and gives how many bytes that were. */
  read(file: never, into: Buffer): unknown;
  close(file: never): unknown;
}

export const syncFiles: FileAccess = {
  open: (path) => fs.openSync(path, flags),
  stat: (file) => fs.fstatSync(file),
  read: (file, into) => fs.readSync(file, into),
  close: fs.closeSync,
};

export const asyncFiles: FileAccess = {
  open: (path) => fs.promises.open(path, flags),
  stat: (file: FileHandle) => file.stat(),
  read: async (file: FileHandle, into) => (await file.read(into)).bytesRead,
  close: (file: FileHandle) => file.close(),
};

/**
 * Reads a TOML file.
 *
 * @returns `undefined` if it is not there and need not be.
 * @throws ConfigError with code FILE_NOT_FOUND, FILE_UNREADABLE, NOT_A_FILE, FILE_TOO_LARGE, FILE_CHANGED (while it was read, each time
 *   that it was tried), INVALID_UTF8, INVALID_TOML, INEXACT_DATE or TOO_DEEP.
 */
export function* readConfigFile({ path, required }: FileToRead, access: FileAccess): Steps<ConfigFile | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const file = yield access.open(path);
      try {
        const before: Stats = yield access.stat(file);
        checkKind(before, path);
        // One more byte than there should be, to see those that came since.
        const bytes = Buffer.allocUnsafe(before.size + 1);
        let length = 0;
        let read: number;
        do length += read = yield access.read(file, bytes.subarray(length));
        while (read > 0 && length < before.size);
        if (isSame(before, yield access.stat(file), length)) return understand(bytes.subarray(0, length), before, path);
      } finally {
        yield access.close(file);
      }
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT" && code !== "ENOTDIR") throw unreadable(error, path);
      if (!required) return undefined;
      throw new ConfigError("FILE_NOT_FOUND", "There is no such file.", "Create it, or correct its name.", { path });
    }
  }
  throw new ConfigError("FILE_CHANGED", "The file changed each time it was read.", "Write another and rename it.", {
    path,
  });
}

function checkKind(stats: Stats, path: string): void {
  if (!stats.isFile()) {
    throw new ConfigError("NOT_A_FILE", "This is not a regular file.", "Name a TOML file.", { path });
  }
  if (stats.size > maxBytes) {
    throw new ConfigError("FILE_TOO_LARGE", "The file is larger than 32 MiB.", "Make it smaller.", {
      path,
    });
  }
}

function isSame(before: Stats, after: Stats, length: number): boolean {
  return before.size === length && after.size === length && before.mtimeMs === after.mtimeMs;
}

function understand(bytes: Buffer, { mode }: Stats, path: string): ConfigFile {
  const text = bytes.toString("utf8");
  const isWide = isUtf16(bytes);
  // To import isUtf8 has Node load more than this takes.
  const isUtf8 = bytes.equals(Buffer.from(text));
  if (!isWide && isUtf8) return new ConfigFile(path, text, parseToml(text, path), mode & 0o777);
  // What could not be decoded became this character.
  const line = isWide ? undefined : text.slice(0, text.indexOf("\ufffd")).split("\n").length;
  throw new ConfigError("INVALID_UTF8", `The file is ${isWide ? "UTF-16" : "not UTF-8"}.`, "Save it as UTF-8.", {
    path,
    line,
  });
}

/** The error of a system that refuses to read or to watch. */
export function unreadable(error: unknown, path: string): ConfigError {
  const { code } = error as NodeJS.ErrnoException;
  const tip = "Let this program read it.";
  return new ConfigError("FILE_UNREADABLE", `It can't be read (${code}).`, tip, { path });
}

import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from "node:fs";
import { isUtf16 } from "@keyfold/common/decode";
import { ConfigError } from "../config-error.ts";
import { ConfigFile } from "./config-file.ts";
import { parseToml } from "./parse-toml.ts";

/** In bytes. */
const largest = 32 * 1024 * 1024;
const attempts = 3;
/** A pipe or a terminal must not be waited for. */
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** A file that may be read, and whether it has to be there. */
export interface FileToRead {
  readonly path: string;
  readonly required: boolean;
}

/**
 * Reads a TOML file.
 *
 * @returns `undefined` if it is not there and need not be.
 * @throws ConfigError with code FILE_NOT_FOUND, FILE_UNREADABLE, NOT_A_FILE, FILE_TOO_LARGE, FILE_CHANGED (while it was read, each time
 *   that it was tried), INVALID_UTF8, INVALID_TOML, INEXACT_DATE or TOO_DEEP.
 */
export function readConfigFile(file: FileToRead): ConfigFile | undefined {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const descriptor = openSync(file.path, flags);
      try {
        const before = checkKind(fstatSync(descriptor), file.path);
        const bytes = readFileSync(descriptor);
        if (isSame(before, fstatSync(descriptor), bytes)) return understand(bytes, before, file.path);
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      return missing(error, file);
    }
  }
  throw changed(file.path);
}

/** {@link readConfigFile} without blocking. */
export async function readConfigFileAsync(file: FileToRead): Promise<ConfigFile | undefined> {
  const { open } = await import("node:fs/promises");
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const handle = await open(file.path, flags);
      // Not `await using`: built for Node 22 that carries a helper along which is larger than all of this file.
      try {
        const before = checkKind(await handle.stat(), file.path);
        const bytes = await handle.readFile();
        if (isSame(before, await handle.stat(), bytes)) return understand(bytes, before, file.path);
      } finally {
        await handle.close();
      }
    } catch (error) {
      return missing(error, file);
    }
  }
  throw changed(file.path);
}

function checkKind(stats: Stats, path: string): Stats {
  if (!stats.isFile()) {
    const kind = stats.isDirectory() ? "a directory" : "not a regular file";
    throw new ConfigError("NOT_A_FILE", `This is ${kind}.`, "Name a TOML file.", { path });
  }
  if (stats.size > largest) {
    throw new ConfigError("FILE_TOO_LARGE", "The file is larger than 32 MiB.", "Keep what is no setting elsewhere.", {
      path,
    });
  }
  return stats;
}

function isSame(before: Stats, after: Stats, bytes: Uint8Array): boolean {
  return before.size === bytes.length && after.size === bytes.length && before.mtimeMs === after.mtimeMs;
}

function understand(bytes: Buffer, { mode }: Stats, path: string): ConfigFile {
  if (isUtf16(bytes)) {
    throw new ConfigError("INVALID_UTF8", "The file is UTF-16, not UTF-8.", "Save it as UTF-8 in your editor.", {
      path,
    });
  }
  if (!isUtf8(bytes)) throw notUtf8(bytes, path);
  const text = bytes.toString("utf8");
  return new ConfigFile(path, text, parseToml(text, path), mode & 0o777);
}

function notUtf8(bytes: Buffer, path: string): ConfigError {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1 && isUtf8(bytes.subarray(start, end)); end = bytes.indexOf(10, start)) {
    line += 1;
    start = end + 1;
  }
  return new ConfigError("INVALID_UTF8", "The file is not UTF-8 text.", "Save it as UTF-8.", { path, line });
}

function missing(error: unknown, { path, required }: FileToRead): undefined {
  if (error instanceof ConfigError) throw error;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ENOENT" && code !== "ENOTDIR") throw unreadable(error, path);
  if (!required) return undefined;
  throw new ConfigError("FILE_NOT_FOUND", "There is no such file.", "Create it, or correct its name.", { path });
}

/** What the system's refusal to read or to watch is told as. */
export function unreadable(error: unknown, path: string): ConfigError {
  const { code } = error as NodeJS.ErrnoException;
  const tip = "Let the user that runs this program read it.";
  return new ConfigError("FILE_UNREADABLE", `It can't be read or watched (${code}).`, tip, { path });
}

function changed(path: string): ConfigError {
  return new ConfigError(
    "FILE_CHANGED",
    `The file changed while it was read, ${attempts} times.`,
    "Write it beside its place and rename it.",
    { path },
  );
}

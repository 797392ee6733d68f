import { resolve } from "node:path";

/** Whether a file is the working folder's own ./keyfold.toml: it may have come with a repository of somebody else. */
export function isFolderFile(path: string): boolean {
  return resolve(path) === resolve("keyfold.toml");
}

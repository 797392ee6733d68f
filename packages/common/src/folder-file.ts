import { resolve } from "node:path";
import type { Origin } from "./origin.ts";

/** Whether a file is the working folder's own ./keyfold.toml: it may have come with a repository of somebody else. */
export function isFolderFile(path: string): boolean {
  return resolve(path) === resolve("keyfold.toml");
}

/** Whether what comes from there comes from the working folder's file. */
export function isOfFolder(origin: Origin | undefined): boolean {
  return origin?.kind === "file" && isFolderFile(origin.path);
}

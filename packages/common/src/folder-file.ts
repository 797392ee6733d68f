import { resolve } from "node:path";

/**
 * Whether a file, or the one of an origin, is the working folder's own ./keyfold.toml: it may have come with a repository of somebody else.
 */
export function isOfFolder(from: object | undefined): boolean {
  const path = (from as { readonly path?: string } | undefined)?.path ?? "";
  return resolve(path) === resolve("keyfold.toml");
}

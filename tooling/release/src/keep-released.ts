import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What speaks over the wire, and what that stands on. */
const wirePackages = ["keyfold-client", "keyfold-config", "keyfold-server"];

/**
 * Keeps the tarballs of the last release, one for each package of the wire, for the test that tries them with today's
 * packages. Pre-releases are not kept: nobody has to go on working with one.
 */
export function keepReleased(packed: string, released: string): void {
  if (!existsSync(packed)) return;
  mkdirSync(released, { recursive: true });
  for (const file of readdirSync(packed)) {
    const [, name = "", version = ""] = /^(.+?)-(\d.*)\.tgz$/.exec(file) ?? [];
    if (!wirePackages.includes(name) || version.includes("-")) continue;
    for (const old of readdirSync(released)) {
      if (old.startsWith(`${name}-`)) rmSync(join(released, old));
    }
    cpSync(join(packed, file), join(released, file));
  }
}

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Makes a tarball of the next version out of one of the last, and gives its path; else the two are the same. */
export function nextVersion(
  tarball: string,
  bump: "patch" | "minor",
  folder: string,
): { path: string; version: string } {
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", folder]);
  const file = join(folder, "package/package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  const [major = 0, minor = 0, patch = 0] = manifest.version.split(".").map(Number);
  const version = bump === "patch" ? `${major}.${minor}.${patch + 1}` : `${major}.${minor + 1}.0`;
  writeFileSync(file, JSON.stringify({ ...manifest, version }));
  const path = join(folder, "next.tgz");
  execFileSync("tar", ["-czf", path, "-C", folder, "package"]);
  return { path, version };
}

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./published-packages.ts";

export interface Tarball {
  name: string;
  version: string;
  path: string;
  manifest: Record<string, unknown>;
  files: string[];
}

/** Packs every package as a release would, into a folder, and gives the tarballs by package name. */
export function packPackages(folder: string): Map<string, Tarball> {
  mkdirSync(folder, { recursive: true });
  const pack = "--yes pnpm@12 --recursive --filter ./packages/* --filter !@keyfold/common pack".split(" ");
  execFileSync("npx", [...pack, "--pack-destination", folder], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  return new Map(
    readdirSync(folder).map((file) => {
      const tarball = readTarball(join(folder, file));
      return [tarball.name, tarball];
    }),
  );
}

function readTarball(path: string): Tarball {
  const files = execFileSync("tar", ["-tzf", path], { encoding: "utf8" }).trim().split("\n");
  const manifest = JSON.parse(execFileSync("tar", ["-xzOf", path, "package/package.json"], { encoding: "utf8" }));
  return { name: manifest.name, version: manifest.version, path, manifest, files };
}

/** A tarball's bytes, as the checkers take them. */
export function bytesOf(tarball: Tarball): ArrayBuffer {
  const bytes = readFileSync(tarball.path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** A project of its own, with c12, convict, node-config and autocannon. */
export const peersFolder: string = join(import.meta.dirname, "../peers");

/** Installs what is in `peers/`, unless it is there; gives why it could not. */
export async function installNpmPeers(print: (text: string) => void): Promise<string | undefined> {
  const installed = join(peersFolder, "node_modules/.pnpm/lock.yaml");
  const wanted = readFileSync(join(peersFolder, "pnpm-lock.yaml"), "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === wanted) return undefined;
  const install = ["--yes", "pnpm@12", "--dir", peersFolder, "install", "--frozen-lockfile"];
  try {
    await promisify(execFile)("npx", install, { cwd: peersFolder });
    return undefined;
  } catch (error) {
    print(String(error));
    return "the npm packages of tooling/bench/peers could not be installed";
  }
}

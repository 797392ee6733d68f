import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const programs = join(import.meta.dirname, "../../programs");

/**
 * Fills a data folder whose server is stopped, by a program of its own: past the server, as millions of requests would take longer than what is measured.
 *
 * @throws Error if it fails.
 */
export async function fill(program: "fill-secrets.mjs" | "fill-log.mjs", args: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, ["--conditions=source", join(programs, program), ...args]);
}

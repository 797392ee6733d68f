import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { madeOnce } from "./made-once.ts";

const cache = join(import.meta.dirname, "../../../node_modules/.cache/go");

/** Where the command `go` is; undefined where Go is not installed. */
export function findGo(): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/local/go/bin"];
  return folders.map((folder) => join(folder, "go")).find((path) => existsSync(path));
}

/**
 * A program in Go, which may use its standard library, built into the repository's cache: the library is compiled only once.
 *
 * @param go - the command.
 * @returns the path of the program.
 */
export function buildGo(go: string, source: string): Promise<string> {
  const name = createHash("sha256").update(source).digest("hex").slice(0, 16);
  return madeOnce(join(cache, name), async (fresh) => {
    writeFileSync(join(fresh, "main.go"), source);
    const env = {
      PATH: process.env.PATH,
      HOME: fresh,
      GOCACHE: join(cache, "library"),
      GOTOOLCHAIN: "local",
      GOPROXY: "off",
    };
    await promisify(execFile)(go, ["build", "-o", "program", "main.go"], { cwd: fresh, env });
    return join(fresh, "program");
  });
}

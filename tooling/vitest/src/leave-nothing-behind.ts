import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canary, spellings, transcriptFolder } from "./canary.ts";

/** Around a whole run: what was printed is searched for the canary, and no temporary folder may be left. */
export default function setup(): () => void {
  rmSync(transcriptFolder, { recursive: true, force: true });
  const before = new Set(temporaryFolders());
  return () => {
    const leaks = transcriptsWithCanary();
    const left = temporaryFolders().filter((name) => !before.has(name));
    const faults = [
      ...leaks.map((file) => `The canary secret was printed: ${file}`),
      ...left.map((name) => `A temporary folder was left: ${name}`),
    ];
    if (faults.length > 0) {
      process.exitCode = 1;
      throw new Error(faults.join("\n"));
    }
  };
}

function transcriptsWithCanary(): string[] {
  if (!existsSync(transcriptFolder)) return [];
  return readdirSync(transcriptFolder)
    .map((name) => join(transcriptFolder, name))
    .filter((file) => {
      const text = readFileSync(file, "utf8");
      return spellings(canary).some((spelling) => text.includes(spelling));
    });
}

function temporaryFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("keyfold-"));
}

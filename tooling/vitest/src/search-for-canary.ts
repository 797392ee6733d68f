import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { canary, spellings, transcriptFolder } from "./canary.ts";

/** Empties the transcripts before a run and searches them after it. */
export default function setup(): () => void {
  rmSync(transcriptFolder, { recursive: true, force: true });
  return () => {
    if (!existsSync(transcriptFolder)) return;
    const leaks = readdirSync(transcriptFolder).filter((file) => {
      const text = readFileSync(join(transcriptFolder, file), "utf8");
      return spellings(canary).some((spelling) => text.includes(spelling));
    });
    if (leaks.length > 0) {
      process.exitCode = 1;
      throw new Error(
        `The canary secret was printed; see ${leaks.map((file) => join(transcriptFolder, file)).join(", ")}`,
      );
    }
  };
}

import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** The secret value that tests use. At the end of the run nothing that was recorded may hold it, in any form. */
export const canary = 'keyfold canary/"7Qp$wZ"+ünïcode';

/** Where a run keeps what its servers and commands printed. */
export const transcriptFolder: string = join(import.meta.dirname, "../node_modules/.cache/transcripts");

/** Keeps a text that was printed, logged or thrown, to be searched for the canary when the run ends. */
export function record(source: string, text: string): void {
  mkdirSync(transcriptFolder, { recursive: true });
  appendFileSync(join(transcriptFolder, `${source.replace(/[^\w.-]/g, "_")}-${process.pid}.txt`), `${text}\n`);
}

/** The forms in which a value could slip into a text. */
export function spellings(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    JSON.stringify(JSON.stringify(value)).slice(3, -3),
    encodeURIComponent(value),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
  ];
}

import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { CommandError, UsageError } from "../command-error.ts";

/**
 * Asks on the terminal and shows nothing of what is typed. The question stands on standard error, so that the output
 * stays clean.
 *
 * @throws CommandError with code CANCELLED for Ctrl-C and Ctrl-D; UsageError when many lines were pasted.
 */
export async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  // Not before: until the interface is there the terminal itself shows what is typed.
  process.stderr.write(question);
  try {
    return await new Promise<string>((resolve, reject) => {
      const typed: string[] = [];
      lines.on("line", (line) => {
        typed.push(line);
        // A paste comes as one piece: a value of many lines must not be set to its first.
        if (typed.length === 1) setImmediate(() => (typed.length > 1 ? reject(manyLines()) : resolve(line)));
      });
      lines.on("SIGINT", () => reject(cancelled()));
      lines.on("close", () => typed.length === 0 && reject(cancelled()));
    });
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}

function manyLines(): UsageError {
  return new UsageError("More than one line was pasted, and nothing was set.", "Read it from a file: --stdin < FILE");
}

function cancelled(): CommandError {
  return new CommandError("CANCELLED", "Cancelled; nothing was changed.", "");
}

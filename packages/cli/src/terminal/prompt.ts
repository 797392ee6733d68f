import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { CommandError, UsageError } from "./command-error.ts";

/**
 * Prompts on the terminal, by standard error so that the output stays clean, and shows nothing of what is typed.
 *
 * @throws CommandError with code CANCELLED for Ctrl-C and Ctrl-D; UsageError when many lines were pasted.
 */
export async function promptHidden(question: string): Promise<string> {
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

/**
 * Asks before what can't be undone, unless `--yes` was given. Only `y` and `yes` go on.
 *
 * @throws UsageError where there is no terminal to ask on; CommandError with code CANCELLED for anything but yes.
 */
export async function confirm(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw new UsageError("This can't be undone, and there is no terminal to ask on.", "Give --yes to do it.");
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const typed = await new Promise<string>((resolve) => {
    lines.on("close", () => resolve(""));
    lines.on("SIGINT", () => lines.close());
    lines.question(`${question} [y/N] `, resolve);
  }).finally(() => lines.close());
  if (!/^y(es)?$/i.test(typed.trim())) throw cancelled();
}

function manyLines(): UsageError {
  return new UsageError("More than one line was pasted, and nothing was set.", "Read it from a file: --stdin < FILE");
}

function cancelled(): CommandError {
  return new CommandError("CANCELLED", "Cancelled; nothing was changed.", "");
}

import { createInterface } from "node:readline/promises";
import { CommandError, UsageError } from "../command-error.ts";

/**
 * Asks before what can't be undone, unless `--yes` was given. Only `y` and `yes` go on.
 *
 * @param what - what would happen, as a question.
 * @throws UsageError where there is no terminal to ask on; CommandError with code CANCELLED for any other answer.
 */
export async function confirm(what: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw new UsageError("This can't be undone, and there is no terminal to ask on.", "Give --yes to do it.");
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answered = new Promise<string>((resolve) => {
    lines.on("close", () => resolve(""));
    lines.on("SIGINT", () => lines.close());
    void lines.question(`${what} [y/N] `).then(resolve);
  });
  const answer = await answered.finally(() => lines.close());
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError("CANCELLED", "Cancelled; nothing was changed.", "");
}

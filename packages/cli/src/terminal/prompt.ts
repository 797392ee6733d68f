import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { CommandError, UsageError } from "./command-error.ts";
import { HiddenLine } from "./hidden-line.ts";

/** What follows Enter so soon was not typed: it is the rest of a paste. */
const quietMs = 250;
/** The rest of a paste that is refused may come slowly. */
const quietMsOfRest = 500;

/**
 * Prompts on the terminal, by standard error so that the output stays clean, and shows nothing of what is typed. What is pasted is taken
 * whole or not at all: of many lines none is taken, and none reaches the screen or the shell.
 *
 * @throws CommandError with code CANCELLED for Ctrl-C and Ctrl-D; UsageError when many lines were pasted.
 */
export async function promptHidden(question: string): Promise<string> {
  const { stdin, stderr } = process;
  const line = new HiddenLine();
  let isQuiet = false;
  const take = (string: string): void => {
    isQuiet = false;
    line.take(string);
  };
  const cancel = (): void => line.cancel();
  stdin.setRawMode(true);
  stdin.setEncoding("utf8").on("data", take).once("end", cancel);
  // Not before: until then the terminal itself shows what is typed. It is asked to say where a paste begins and ends.
  stderr.write(`${stderr.isTTY ? "\u001b[?2004h" : ""}${question}`);
  try {
    await line.over;
    while (!isQuiet) {
      isQuiet = true;
      await delay(line.isTooMuch ? quietMsOfRest : quietMs);
    }
    return line.value();
  } finally {
    stderr.write(stderr.isTTY ? "\u001b[?2004l\n" : "\n");
    stdin.off("data", take).off("end", cancel).pause();
    stdin.setRawMode(false);
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
  if (!/^y(es)?$/i.test(typed.trim())) throw new CommandError("CANCELLED", "Cancelled; nothing was changed.", "");
}

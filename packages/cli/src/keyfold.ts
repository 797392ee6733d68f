import { CommanderError } from "commander";
import { usageErrorFor } from "./commands/command.ts";
import { makeProgram } from "./program.ts";
import { splitAs } from "./runs/plan.ts";
import type { ServerFlags } from "./server/connect.ts";
import { CommandError } from "./terminal/command-error.ts";
import { note, printError } from "./terminal/print.ts";

/** As they were typed: where `--as` is also for the shapes of placeholders, it may stand several times. */
type GivenFlags = Omit<ServerFlags, "as"> & { readonly as?: string | readonly string[] };

/** Runs `keyfold` with its arguments and gives the exit code: 0 done, 1 refused or failed, 2 wrong use. */
export async function runKeyfold(args: readonly string[]): Promise<number> {
  // Of a line that is not understood nothing more is known.
  let json = beforeProgram(args).includes("--json");
  showWarnings(json);
  let exitCode = 0;
  let usage = "";
  const program = makeProgram(
    (code) => {
      exitCode = code;
    },
    (text) => {
      if (json) usage += text;
      else process.stderr.write(text);
    },
    args[0],
  );
  let flags: GivenFlags = {};
  program.hook("preAction", (_program, command) => {
    flags = command.opts<GivenFlags>();
    json = flags.json === true;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (error instanceof CommanderError) {
      if (json) printError(usageErrorFor(error, usage), json);
      return 2;
    }
    const shown = error instanceof CommandError ? error : await explain(error, flags);
    printError(shown, json);
    return shown instanceof CommandError ? shown.exitCode : 1;
  }
}

/** An explanation that fails must not take the place of the error. */
async function explain(error: unknown, { as, ...flags }: GivenFlags): Promise<unknown> {
  const { explainRefusal } = await import("./server/explain-refusal.ts");
  return explainRefusal(error, { ...flags, ...splitAs(as) }).catch(() => error);
}

/** The program of `keyfold run` has a `--json` of its own. */
function beforeProgram(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end < 0 ? args : args.slice(0, end);
}

/** Keyfold's own warnings, for example of a file that others can read, are for people; Node's about itself are not. */
function showWarnings(json: boolean): void {
  process.removeAllListeners("warning");
  process.on("warning", ({ message, ...warning }) => {
    if (String((warning as { code?: unknown }).code).startsWith("KEYFOLD_")) note(message, { json });
  });
}

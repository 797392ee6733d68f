import { readRunLine, startRun } from "./commands/run.ts";
import { splitAs } from "./runs/plan.ts";
import type { ServerFlags } from "./server/connect.ts";
import { CommandError } from "./terminal/command-error.ts";
import { note, printError } from "./terminal/print.ts";

/** The flags as they were typed: `--as` can be repeated where it also gives shapes of placeholders. */
type GivenFlags = Omit<ServerFlags, "as"> & { readonly as?: string | readonly string[] };

/** Runs `keyfold` with its arguments and gives the exit code: 0 done, 1 refused or failed, 2 wrong use. */
export async function runKeyfold(args: readonly string[]): Promise<number> {
  // All that is known of a line that is not understood.
  let flags: GivenFlags = { json: beforeProgram(args).includes("--json") };
  showWarnings(flags.json === true);
  try {
    const line = args[0] === "run" ? readRunLine(args.slice(1)) : undefined;
    if (line) {
      flags = line.flags;
      return await startRun(line.words, line.flags);
    }
    const { runLine } = await import("./program.ts");
    return await runLine(args, flags.json === true, (understood) => {
      flags = understood;
    });
  } catch (error) {
    const shown = error instanceof CommandError ? error : await explain(error, flags);
    printError(shown, flags.json === true);
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

import { CommanderError } from "commander";
import { makeProgram } from "./program.ts";
import { CommandError } from "./terminal/command-error.ts";
import { note, printError } from "./terminal/print.ts";

/** Runs `keyfold` with its arguments and gives the exit code: 0 done, 1 refused or failed, 2 wrong use. */
export async function runKeyfold(args: readonly string[]): Promise<number> {
  showWarnings();
  let json = false;
  let exitCode = 0;
  const program = makeProgram((code) => {
    exitCode = code;
  });
  program.hook("preAction", (_program, command) => {
    json = command.opts<{ json?: boolean }>().json === true;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    printError(error, json);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

/** Keyfold's own warnings, for example of a file that others can read, are for people; Node's about itself are not. */
function showWarnings(): void {
  process.removeAllListeners("warning");
  process.on("warning", ({ message, ...warning }) => {
    if (String((warning as { code?: unknown }).code).startsWith("KEYFOLD_")) note(message);
  });
}

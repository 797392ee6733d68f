import { CommanderError } from "commander";
import { CommandError } from "./command-error.ts";
import { makeProgram } from "./program.ts";
import { note } from "./terminal/print.ts";

/** Runs `keyfold` with its arguments and gives the exit code: 0 done, 1 refused or failed, 2 wrong use. */
export async function runCommand(args: readonly string[]): Promise<number> {
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
    const { sayError, sayErrorAsJson } = await import("./terminal/say-error.ts");
    process.stderr.write(`${json ? sayErrorAsJson(error) : sayError(error)}\n`);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

/** Keyfold's own warnings, a file that others can read for one, are for whoever types; Node's about itself are not. */
function showWarnings(): void {
  process.removeAllListeners("warning");
  process.on("warning", ({ message, ...warning }) => {
    if (String((warning as { code?: unknown }).code).startsWith("KEYFOLD_")) note(message);
  });
}

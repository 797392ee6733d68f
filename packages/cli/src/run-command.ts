import { CommanderError } from "commander";
import { CommandError } from "./command-error.ts";
import { makeProgram } from "./program.ts";

/** Runs `keyfold` with its arguments and gives the exit code: 0 done, 1 refused or failed, 2 wrong use. */
export async function runCommand(args: readonly string[]): Promise<number> {
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

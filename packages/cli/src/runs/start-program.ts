import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { CommandError } from "../command-error.ts";
import { printable } from "../terminal/printable.ts";
import { passSignals } from "./pass-signals.ts";
import type { Wishes } from "./wishes.ts";

/**
 * Starts the program on this terminal and waits for its end; signals are passed on to it.
 *
 * @returns its exit code; for a program that a signal ended, 128 and the signal's number, as a shell says it.
 * @throws CommandError, which ends with 127 for a program that isn't there and 126 for one that can't be started.
 */
export async function startProgram(
  { program, redact }: Pick<Wishes, "program" | "redact">,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const stdio = redact ? (["inherit", "pipe", "pipe"] as const) : "inherit";
  const child =
    "shell" in program
      ? spawn(program.shell, { shell: true, stdio: stdio as "inherit", env })
      : spawn(program.command, program.args, { stdio: stdio as "inherit", env });
  const stopPassing = passSignals(child);
  try {
    if (redact) {
      const { maskOutput } = await import("./mask-output.ts");
      maskOutput(child);
    }
    return await endOf(child);
  } catch (error) {
    throw notStarted(error as NodeJS.ErrnoException, "shell" in program ? "the shell" : program.command);
  } finally {
    stopPassing();
  }
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
  });
}

function notStarted({ code }: NodeJS.ErrnoException, command: string): CommandError {
  const name = printable(command);
  if (code === "ENOENT") {
    return new CommandError("COMMAND_NOT_FOUND", `${name}: there is no such command.`, "Check its name and PATH.", 127);
  }
  const why = code === "E2BIG" ? "its arguments and variables are too long" : String(code);
  return new CommandError(
    "COMMAND_NOT_STARTED",
    `${name} could not be started: ${why}.`,
    "Check the file's mode.",
    126,
  );
}

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { CommandError } from "../terminal/command-error.ts";
import { printable } from "../terminal/format.ts";
import type { RunPlan } from "./plan.ts";

/**
 * Starts the program on this terminal and waits for its end; signals are passed on to it.
 *
 * @returns its exit code; for a program that a signal ended, 128 and the signal's number, as shells do.
 * @throws CommandError with code COMMAND_NOT_FOUND, which ends with 127, or COMMAND_NOT_STARTED, with 126.
 */
export async function startProgram(
  { program, redact }: RunPlan,
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
      const { redactOutput } = await import("./redact.ts");
      redactOutput(child);
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

/** Those that a terminal sends to the program as well, when somebody types Ctrl-C or Ctrl-\. */
const typed = ["SIGINT", "SIGQUIT"] as const;
const sent = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGCONT"] as const;

/**
 * Passes the signals that this process gets on to a child, and lives on until the child ends.
 *
 * @returns what stops it.
 */
function passSignals(child: ChildProcess): () => void {
  const pass = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  // The program would get it twice, and many end without cleaning up at the second.
  const leave = hasTerminal() ? (): void => {} : pass;
  for (const signal of sent) process.on(signal, pass);
  for (const signal of typed) process.on(signal, leave);
  return () => {
    for (const signal of sent) process.off(signal, pass);
    for (const signal of typed) process.off(signal, leave);
  };
}

/** Whether this process has a terminal that signals come from, wherever its input and output go. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

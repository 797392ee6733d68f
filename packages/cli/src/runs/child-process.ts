import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Writable } from "node:stream";
import { CommandError } from "../terminal/command-error.ts";
import { printable } from "../terminal/format.ts";
import type { RunPlan } from "./plan.ts";
import { endLeftovers, endWhenKilled, ownGroup, sharedGroup } from "./process-group.ts";
import { hasTerminal, passSignals } from "./signals.ts";

/**
 * Starts the program and waits for its end. It and all that it starts get the signals of this process, and are gone when this returns: on
 * a terminal they are in this process's group, elsewhere in a session of their own.
 *
 * @returns its exit code; for a program that a signal ended, 128 and the signal's number, as shells do.
 * @throws CommandError with code COMMAND_NOT_FOUND, which ends with 127, or COMMAND_NOT_STARTED, with 126.
 */
export async function startProgram(plan: RunPlan, env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const output = plan.redact ? await (await import("./masking.ts")).openOutput() : undefined;
  const [command, ...args] = output?.wrap(wordsOf(plan)) ?? wordsOf(plan);
  const shares = !output?.isTerminal && hasTerminal();
  const signals = passSignals(shares);
  try {
    const stdio: StdioOptions = output?.stdio ?? "inherit";
    const child = spawn(String(command), args, { stdio, env, detached: !shares });
    const ended = exitCodeOf(child);
    output?.started();
    if (child.pid === undefined) return await ended;
    const group = shares ? sharedGroup(child) : ownGroup(child.pid);
    signals.to((signal) => group.send(signal));
    const release = endWhenKilled(group);
    const code = await ended;
    await endLeftovers(group);
    release();
    return code;
  } catch (error) {
    throw notStarted(error as NodeJS.ErrnoException, "shell" in plan.program ? "the shell" : plan.program.command);
  } finally {
    await output?.finish();
    signals.stop();
  }
}

function wordsOf({ program }: RunPlan): readonly string[] {
  return "shell" in program ? ["/bin/sh", "-c", program.shell] : [program.command, ...program.args];
}

/** What a process ends with, once it has: also if others hold its output. */
function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
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

/**
 * Runs this command in a second process, which reads the tokens from its descriptor 3.
 *
 * @returns what it ends with.
 */
export async function runSecondProcess(
  [command = "", ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  data: string,
): Promise<number> {
  const signals = passSignals(hasTerminal());
  const child = spawn(command, args, { env, stdio: ["inherit", "inherit", "inherit", "pipe"] });
  signals.to((signal) => child.kill(signal));
  (child.stdio[3] as Writable).end(data);
  return exitCodeOf(child).finally(() => signals.stop());
}

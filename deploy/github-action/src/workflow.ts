import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { formatError } from "@keyfold/common/error";
import type { Environment } from "@keyfold/common/process-environment";
import { tellingLeaves } from "@keyfold/common/redaction/spellings";

/** Says something to the runner. */
function command(name: string, data: string): void {
  const escaped = data.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  process.stdout.write(`::${name}::${escaped}\n`);
}

/**
 * Has the runner mask a value in the log of the whole job, and what stands in it if it is JSON: each in one piece, line by line, and as it is
 * in base64, in JSON and in URLs.
 */
export function mask(value: string): void {
  for (const part of [value, ...(tellingLeaves(value) ?? [])]) if (part.trim() !== "") command("add-mask", part);
}

/** Sets a variable of the steps that follow. */
export function setVariable(env: Environment, name: string, value: string): void {
  append(env, "GITHUB_ENV", name, value);
}

/** Keeps something for the post step, which finds it with `readState`. */
export function saveState(env: Environment, name: string, value: string): void {
  append(env, "GITHUB_STATE", name, value);
}

/** What the main step kept; `""` if it kept nothing. */
export function readState(env: Environment, name: string): string {
  return env[`STATE_${name}`] ?? "";
}

/** Warns in the log and in the run's summary. */
export function warn(message: string): void {
  command("warning", message);
}

/** Runs a step: what it throws fails it, and stands in the log. */
export async function runStep(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    command("error", formatError(error));
    process.exitCode = 1;
  }
}

/** Nobody can guess the delimiter, so no value ends its own place in the file. */
function append(env: Environment, file: string, name: string, value: string): void {
  const delimiter = `keyfold-${randomUUID()}`;
  appendFileSync(env[file] ?? "", `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
}

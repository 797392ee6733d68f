import { loadConfig } from "@keyfold/config";
import type { RunFlags } from "../commands/run.ts";
import { processEnvironment } from "../process-environment.ts";
import { note } from "../terminal/print.ts";
import { inheritedInRun } from "./inherited-in-run.ts";
import { noteEmptyArguments } from "./note-empty-arguments.ts";
import { openRunFor } from "./open-run-for.ts";
import { prefectVariables } from "./prefect-variables.ts";
import { readValues } from "./read-values.ts";
import { readWishes } from "./read-wishes.ts";
import type { RunOfProgram } from "./run-of-program.ts";
import type { SecretFiles } from "./secret-files.ts";
import { startProgram } from "./start-program.ts";
import { valueAsText, valueAsVariable } from "./value-as-text.ts";
import type { Wishes } from "./wishes.ts";

/**
 * Runs a program with the secrets that it may read: opens a run, reads what `--env` and `--file` name, starts the
 * program, keeps the run alive while it works, and ends the run.
 *
 * @returns what `keyfold` ends with: the program's exit code.
 */
export async function runProgram(words: readonly string[], flags: RunFlags): Promise<number> {
  const wishes = readWishes(words, flags);
  noteEmptyArguments(wishes);
  const config = loadConfig();
  const run = await openRunFor(config, wishes);
  let files: SecretFiles | undefined;
  try {
    const inherited = run.variables ? inheritedInRun(config, run.variables) : processEnvironment();
    const values = await readValues(config, run, wishes);
    files = await filesFor(wishes);
    return await startProgram(wishes, {
      ...inherited,
      ...(wishes.prefect && run.variables ? prefectVariables(run.variables) : {}),
      ...variablesFor(wishes, values, files),
      ...run.variables,
    });
  } finally {
    files?.remove();
    await endRun(run);
  }
}

async function filesFor({ named }: Wishes): Promise<SecretFiles | undefined> {
  if (!named.some(({ as }) => as === "file")) return undefined;
  const { openSecretFiles } = await import("./secret-files.ts");
  return openSecretFiles();
}

/** The variables of `--env` and `--file`; the files are written. */
function variablesFor(
  { named }: Wishes,
  values: ReadonlyMap<string, unknown>,
  files: SecretFiles | undefined,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { variable, name, as } of named) {
    const value = values.get(name);
    const inFile = as === "file" ? files?.write(variable, valueAsText(value)) : undefined;
    variables[variable] = inFile ?? valueAsVariable(value, name, variable);
  }
  return variables;
}

/** What the run was for is done, so a server that is away costs a note: the run expires. */
async function endRun(run: RunOfProgram): Promise<void> {
  try {
    await run.end();
  } catch (error) {
    if ((error as { code?: string }).code === "RUN_ENDED") return;
    note(`the run could not be ended; it expires soon. ${(error as Error).message}`);
  }
}

import { configuredServer } from "@keyfold/common/configured-server";
import { formatError } from "@keyfold/common/error";
import { type Config, loadConfig } from "@keyfold/config";
import { noServer, serverOfSecrets } from "../server/connect.ts";
import { CommandError } from "../terminal/command-error.ts";
import { note } from "../terminal/print.ts";
import { startProgram } from "./child-process.ts";
import { childEnvironment } from "./environment.ts";
import { makePlan, type RunFlags, type RunPlan } from "./plan.ts";
import type { ProgramBroker } from "./program-broker.ts";
import { Guard, openSecretFiles, type SecretFiles } from "./secret-files.ts";
import type { ProgramRun } from "./server-run.ts";
import { readValues, setVariables } from "./values.ts";

/**
 * Runs a program with the secrets that it may read: opens a run, reads what `--env` and `--file` name, starts the
 * program, keeps the run alive while it works, and ends the run.
 *
 * @returns what `keyfold` ends with: the program's exit code.
 * @throws UsageError; CommandError and ClientError where no run could be opened, a value could not be read, or the
 *   program not be started.
 */
export async function runProgram(words: readonly string[], flags: RunFlags): Promise<number> {
  const plan = makePlan(words, flags);
  const config = loadConfig();
  if (plan.uses.length > 0) await (await import("./program-broker.ts")).warnOfUses(plan);
  const guard = new Guard();
  const run = await openRun(config, plan, guard);
  let files: SecretFiles | undefined;
  let broker: ProgramBroker | undefined;
  try {
    const values = await readValues(config, run, plan);
    if (plan.named.some(({ as }) => as === "file")) files = openSecretFiles(guard);
    const variables = setVariables(plan, values, files);
    broker = await openBroker(plan, run, guard);
    const env = childEnvironment(config, run, plan, { ...variables, ...broker?.variables });
    return await startProgram(plan, env, guard);
  } finally {
    await broker?.close();
    files?.remove();
    await endRun(run, plan);
  }
}

/** Opens a run for a program; takes the run that keyfold was itself started in; or none, where secrets are local. */
async function openRun(config: Config, plan: RunPlan, guard: Guard): Promise<ProgramRun> {
  if (plan.broker !== undefined) return localRun;
  const server = await serverOfSecrets(config, plan);
  if (server === undefined) {
    if (plan.uses.length > 0) throw noServer(`--use needs a server: ${configuredServer(config).reason}.`);
    if (plan.as !== undefined) note(`--as changes nothing: ${configuredServer(config).reason}.`, plan);
    if (plan.folder !== undefined) note("--folder changes nothing: local secrets know no folders.", plan);
    if (plan.allow) {
      note(`no run was opened and --allow limits nothing: ${configuredServer(config).reason}.`, plan);
    }
    return localRun;
  }
  const { openServerRun, outerRun } = await import("./server-run.ts");
  const { token } = configuredServer(config);
  if (!token?.startsWith("keyfold_run_")) return openServerRun(config, server, plan, guard);
  const given = (["allow", "folder", "as"] as const).find((option) => plan[option] !== undefined);
  if (given === undefined && plan.uses.length === 0) return outerRun(config, server, token);
  const flag = `--${plan.uses.length > 0 ? "use" : given}`;
  throw new CommandError(
    "ALREADY_IN_RUN",
    `This is a run already, and ${flag} can't change it.`,
    `Give ${flag} where the outer run is opened, or leave it out here.`,
  );
}

/** No run: every secret is in `context.secrets`, or nowhere. */
const localRun: ProgramRun = {
  isLocal: true,
  variables: undefined,
  read: async (names) => {
    if (names.length === 0) return [];
    const missing = names.map((name) => JSON.stringify(name)).join(", ");
    throw new CommandError(
      "SECRET_NOT_FOUND",
      `There is no secret ${missing}. Looked in context.secrets alone: secrets are local here.`,
      "Add it under [context.secrets] of ~/.keyfold/config.toml, or log in to a server: keyfold login URL",
    );
  },
  end: async () => {},
};

/** The broker of a program that uses secrets: keyfold's own, or the one elsewhere. */
async function openBroker(plan: RunPlan, { client }: ProgramRun, guard: Guard): Promise<ProgramBroker | undefined> {
  if (plan.broker !== undefined) return (await import("./program-broker.ts")).joinBroker(plan.broker, plan, guard);
  if (plan.uses.length === 0 || client === undefined) return undefined;
  return (await import("./program-broker.ts")).startProgramBroker(plan, client, guard);
}

/** What the run was for is done, so a server that is away costs a note: the run expires. */
async function endRun(run: ProgramRun, plan: RunPlan): Promise<void> {
  try {
    await run.end();
  } catch (error) {
    note(`the run could not be ended; it expires soon. ${formatError(error)}`, plan);
  }
}

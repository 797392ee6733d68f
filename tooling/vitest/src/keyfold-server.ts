import { once } from "node:events";
import { join } from "node:path";
import { type ProgramOptions, type RunningProgram, type StartOptions, spawnProgram, startProgram } from "./program.ts";

interface Command {
  /** Runs `keyfold-server`: by default this Node with the one that is built here. */
  command?: readonly [program: string, ...args: string[]];
}

/** A data folder that `keyfold-server init` has prepared. */
export interface ServerData {
  dataFolder: string;
  teamId: string;
  adminToken: string;
}

export interface RunningServer extends Omit<RunningProgram, "found">, ServerData {
  url: string;
}

const builtHere = [process.execPath, join(import.meta.dirname, "../../../packages/server/dist/main.js")] as const;

/**
 * Lifts the limits on the server's time that one token and one address may take: on a busy machine every request takes
 * long. A server that is built here has it by default.
 */
export const unlimitedTime = {
  KEYFOLD__SERVER__LIMITS__TOKEN_MS_PER_SECOND: "1000000",
  KEYFOLD__SERVER__LIMITS__ADDRESS_MS_PER_SECOND: "1000000",
} as const;

/** Prepares a data folder with `keyfold-server init`, and gives the team and its admin token. */
export async function initServer(
  dataFolder: string,
  { command = builtHere, ...options }: Command & ProgramOptions = {},
): Promise<ServerData> {
  const [program, ...args] = command;
  const { child, printed } = spawnProgram(program, [...args, "init", "--data", dataFolder, "--json"], options);
  const [code] = (await once(child, "close")) as [number | null];
  const { stdout, stderr } = printed();
  if (code !== 0) throw new Error(`keyfold-server init ended with ${code}: ${stderr}`);
  const { team, token } = JSON.parse(stdout) as { team: { id: string }; token: string };
  return { dataFolder, teamId: team.id, adminToken: token };
}

/** Starts a server over a data folder and waits until it listens: on a free port of this machine, unless `more` has a `--listen`. */
export async function startOver(
  data: ServerData,
  more: readonly string[] = [],
  { command = builtHere, env, ...options }: Command & StartOptions = {},
): Promise<RunningServer> {
  const [program, ...args] = command;
  const start = [...args, "start", "--data", data.dataFolder, "--listen", "127.0.0.1:0", ...more];
  const { found: url, ...running } = await startProgram(program, start, /listening on (https?:\/\/\S+)/, {
    ...options,
    // A released server ends with an error on a setting that it does not know yet.
    env: command === builtHere ? { ...unlimitedTime, ...env } : { ...env },
  });
  return { ...running, ...data, url };
}

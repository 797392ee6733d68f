import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { record } from "./canary.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const packages = join(import.meta.dirname, "../../../packages");
const serverCommand = join(packages, "server/dist/main.js");
const keyfoldCommand = join(packages, "cli/dist/main.js");

export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  /** Replaces the environment, apart from PATH and TMPDIR. HOME defaults to a folder that is not there. */
  env?: Record<string, string>;
  cwd?: string;
  /** Written to the command's standard input, which is then closed. */
  input?: string;
}

/** Runs the built `keyfold` command and gives what it printed; what it printed is searched for the canary later. */
export function runKeyfold(args: readonly string[], options: CommandOptions = {}): Promise<Finished> {
  return runScript(keyfoldCommand, args, options);
}

/** Runs the built `keyfold-server` command to its end. */
export function runKeyfoldServer(args: readonly string[], options: CommandOptions = {}): Promise<Finished> {
  return runScript(serverCommand, args, options);
}

/** Runs a JavaScript or TypeScript file with this Node to its end. */
export async function runScript(
  script: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Finished> {
  const child = spawnScript(script, args, options);
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.input ?? "");
  const finished = collect(child);
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { code, signal, ...finished() };
}

export interface RunningScript {
  child: ChildProcess;
  /** What the pattern's first group found. */
  found: string;
  /** Everything it has printed so far, on both outputs. */
  output(): string;
  /** Waits until it has printed something. */
  says(pattern: RegExp): Promise<string>;
  /** Stops it with a signal and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a file with this Node and waits until it has printed `ready`; it stops when the test ends. */
export function startScript(
  script: string,
  ready: RegExp,
  options: CommandOptions & { args?: readonly string[] } = {},
): Promise<RunningScript> {
  return whenReady(spawnScript(script, options.args ?? [], options), ready);
}

/** Types a command into a shell and waits until it has printed `ready`; it stops when the test ends. */
export function startInShell(command: string, ready: RegExp, options: CommandOptions = {}): Promise<RunningScript> {
  return whenReady(spawnProgram("sh", ["-c", `exec ${command}`], options), ready);
}

async function whenReady(child: ChildProcess, ready: RegExp): Promise<RunningScript> {
  const printed = collect(child);
  const output = (): string => printed().stdout + printed().stderr;
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "close");
  };
  onTestFinished(() => stop());
  const says = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(output());
        if (found) resolve(found[1] ?? found[0]);
      };
      child.stdout?.on("data", look);
      child.stderr?.on("data", look);
      child.once("close", (code) =>
        reject(new Error(`${child.spawnargs.slice(1).join(" ")} ended with ${code}: ${output()}`)),
      );
      look();
    });
  return { child, found: await says(ready), output, says, stop };
}

export interface RunningServer extends Omit<RunningScript, "found"> {
  url: string;
  dataFolder: string;
  adminToken: string;
  teamId: string;
}

/** Prepares a data folder with `keyfold-server init`, and gives the team and its admin token. */
export async function initServer(
  dataFolder: string,
  options: CommandOptions = {},
): Promise<{ teamId: string; adminToken: string }> {
  const { code, stdout, stderr } = await runKeyfoldServer(["init", "--data", dataFolder, "--json"], options);
  if (code !== 0) throw new Error(`keyfold-server init ended with ${code}: ${stderr}`);
  const { team, token } = JSON.parse(stdout) as { team: { id: string }; token: string };
  return { teamId: team.id, adminToken: token };
}

/**
 * Starts a real server on a free port over a new data folder, or over one that `initServer` made; it stops when the
 * test ends.
 */
export async function startServer(
  from?: { dataFolder: string; adminToken: string; teamId: string },
  args: readonly string[] = [],
  options: CommandOptions = {},
): Promise<RunningServer> {
  const dataFolder = from?.dataFolder ?? join(temporaryFolder(), "data");
  const { teamId, adminToken } = from ?? (await initServer(dataFolder));
  const { found: url, ...running } = await startScript(serverCommand, /listening on (https?:\/\/\S+)/, {
    ...options,
    args: ["start", "--data", dataFolder, "--listen", "127.0.0.1:0", ...args],
  });
  return { ...running, url, dataFolder, adminToken, teamId };
}

function spawnScript(script: string, args: readonly string[], options: CommandOptions): ChildProcess {
  return spawnProgram(process.execPath, [script, ...args], options);
}

function spawnProgram(program: string, args: readonly string[], options: CommandOptions): ChildProcess {
  const { PATH = "", TMPDIR = tmpdir() } = process.env;
  const env: Record<string, string> = { PATH, TMPDIR, HOME: "/nonexistent", ...options.env };
  return spawn(program, args, { env, cwd: options.cwd ?? "/", stdio: "pipe" });
}

/** Keeps what a child prints, and records it for the search at the end of the run. */
function collect(child: ChildProcess): () => { stdout: string; stderr: string } {
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  }
  child.once("close", () => record(child.spawnargs.slice(1, 3).join("-").slice(-40), printed.stdout + printed.stderr));
  return () => ({ ...printed });
}

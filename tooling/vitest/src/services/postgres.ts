import { type ChildProcess, execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "../free-port.ts";
import { type RunningProgram, startProgram } from "../program.ts";
import { freeze } from "./freeze.ts";
import { postgresPrograms } from "./install-services.ts";
import { reachablePrograms } from "./reachable-programs.ts";

const run = promisify(execFile);

/** PostgreSQL refuses to run as root: it then runs as the user `nobody`. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: nobody, gid: nobody } : {};

export interface RunningPostgres {
  /** The URL of the whole server. */
  readonly url: string;
  /** Ends the server; with SIGQUIT at once, as a crash would. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** SIGSTOP: it takes connections and answers nothing. SIGCONT wakes it up. */
  freeze(signal: "SIGSTOP" | "SIGCONT"): void;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  /** Ends the server and removes its data. */
  remove(): Promise<void>;
}

/**
 * A real PostgreSQL of its own, in a temporary folder.
 *
 * @param options - `durable`: whether a commit waits for the disk, as in production; default false.
 */
export async function startPostgres({ durable = false } = {}): Promise<RunningPostgres> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-postgres-"));
  const { initdb, postgres } = isRoot ? reachablePrograms(folder) : postgresPrograms();
  if (isRoot) chownSync(folder, nobody, nobody);
  const options = { ...user, env: { LC_ALL: "C", PATH: process.env.PATH ?? "" }, cwd: "/" };
  const data = join(folder, "data");
  const init = "-U keyfold -A trust -E UTF8 --locale=C --no-sync --no-instructions".split(" ");
  await run(initdb, ["-D", data, ...init], options);
  const port = await freePort();
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=400",
    `fsync=${durable ? "on" : "off"}`,
  ];
  const args = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  let server: RunningProgram | undefined;
  const start = async (): Promise<void> => {
    server = await startProgram(postgres, args, /ready to accept connections/, options);
  };
  const stop = async (signal: NodeJS.Signals = "SIGINT"): Promise<void> => server?.stop(signal);
  await start();
  return {
    url: `postgres://keyfold@127.0.0.1:${port}/postgres`,
    start,
    stop,
    freeze: (signal) => freezeAll(server?.child, signal),
    remove: async () => {
      await stop("SIGQUIT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A schema of its own in a running server: the URL of an empty database. */
export async function emptyDatabase(serverUrl: string): Promise<string> {
  const schema = `test_${randomBytes(8).toString("hex")}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create schema ${schema}`);
  await client.end();
  return `${serverUrl}?options=${encodeURIComponent(`-csearch_path=${schema}`)}`;
}

/** Also the processes that serve the connections: they go on when only the first is stopped. */
function freezeAll(child: ChildProcess | undefined, signal: "SIGSTOP" | "SIGCONT"): void {
  if (child?.pid === undefined) return;
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ");
  for (const pid of [child.pid, ...children.filter(Boolean).map(Number)]) freeze(pid, signal);
}

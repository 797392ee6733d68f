import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Client, createClient } from "@keyfold/client";
import { freePort } from "@tooling/vitest/free-port";
import { initServer, type ServerData, startOver, unlimitedTime } from "@tooling/vitest/keyfold-server";
import type { Bench } from "../bench.ts";
import { cpuTime, maxMemory } from "./process-figures.ts";
import { secretName, secretValue } from "./secrets.ts";

/** The command `keyfold-server` as it is built. */
export const serverCommand: string = join(import.meta.dirname, "../../../../packages/server/dist/main.js");
const programs = join(import.meta.dirname, "../../programs");
const secretsPerRequest = 1000;

export interface RunningKeyfold {
  readonly url: string;
  readonly dataFolder: string;
  readonly admin: Client;
  readonly adminToken: string;
  /** Of a run that lives as long as the benchmark and may read everything. */
  readonly runToken: string;
  /** The time that its process has taken of the processors, in nanoseconds; undefined where that can't be known. */
  cpuTime(): number | undefined;
  /** A client with another token. */
  clientOf(token: string): Client;
  /** What its process has held at most, in megabytes; undefined where that can't be known. */
  maxMemory(): number | undefined;
  stop(): Promise<void>;
  /**
   * Stops it and starts it again on the same data and port.
   *
   * @param meanwhile - what is done while it is stopped.
   * @returns how long the start took, until it listened, in milliseconds.
   */
  restart(meanwhile?: () => Promise<unknown>): Promise<number>;
  /** Starts another server over the same database. */
  another(): Promise<RunningKeyfold>;
}

interface KeyfoldOptions {
  /** The name of one of the secrets, from 0. */
  readonly nameOf?: (index: number) => string;
  /** Further variables of the server's: a setting such as its database, or options of Node. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * A server with so many secrets, in the embedded store unless the variables name a database, stopped with its group, as `keyfold-server init` and `start`
 * make it: the command's own first line chooses the options of Node. Only the limits of what one token and one address may ask for are lifted: here one
 * asks for everybody.
 *
 * @param name - of its folder.
 */
export async function startKeyfold(
  bench: Bench,
  name: string,
  secrets: number,
  { nameOf = secretName, variables = {} }: KeyfoldOptions = {},
): Promise<RunningKeyfold> {
  const folder = join(bench.folder, name);
  mkdirSync(folder);
  const env = {
    // The command takes the `node` that it finds.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: folder,
    KEYFOLD__SERVER__LIMITS__REQUESTS_PER_SECOND: "1000000",
    ...unlimitedTime,
    ...variables,
  };
  const options = { command: [serverCommand], cwd: folder } as const;
  const data = await initServer(join(folder, "data"), { ...options, env: { ...env, NODE_OPTIONS: "" } });
  const server = await serve(bench, data, { ...options, env });
  for (let from = 0; from < secrets; from += secretsPerRequest) {
    await setSecrets(server, from, Math.min(from + secretsPerRequest, secrets), nameOf);
  }
  return server;
}

/** Sets the secrets of these numbers in one request. */
export async function setSecrets(
  { admin }: RunningKeyfold,
  from: number,
  until: number,
  nameOf = secretName,
): Promise<void> {
  const indexes = Array.from({ length: until - from }, (_none, index) => from + index);
  await admin.setSecrets(indexes.map((index) => ({ name: nameOf(index), value: secretValue(index) })));
}

/** Starts a server over data that are there, and opens a run for whoever reads. */
async function serve(
  bench: Bench,
  data: ServerData,
  options: Parameters<typeof startOver>[2] & object,
): Promise<RunningKeyfold> {
  const { dataFolder, adminToken } = data;
  const listen = `127.0.0.1:${await freePort()}`;
  const start = () => startOver(data, ["--listen", listen], options);
  let server = await start();
  const stop = (): Promise<void> => server.stop();
  bench.running.defer(stop);
  const url = `http://${listen}`;
  const clientOf = (token: string): Client => createClient({ url, token });
  const admin = clientOf(adminToken);
  const run = await admin.openRun({ ttlSeconds: 3600 });
  return {
    url,
    dataFolder,
    admin,
    adminToken,
    runToken: run.token,
    cpuTime: () => cpuTime(server.child.pid ?? 0),
    clientOf,
    maxMemory: () => maxMemory(server.child.pid ?? 0),
    stop,
    async restart(meanwhile) {
      await stop();
      await meanwhile?.();
      const before = performance.now();
      server = await start();
      return performance.now() - before;
    },
    another: () => serve(bench, data, options),
  };
}

/**
 * Fills the data folder of a server that is stopped, by a program of its own: past the server, as millions of requests would take longer than what is measured.
 *
 * @throws Error if it fails.
 */
export async function fill(
  program: "fill-secrets" | "fill-log",
  { dataFolder }: RunningKeyfold,
  ...counts: number[]
): Promise<void> {
  const line = ["--conditions=source", join(programs, `${program}.mjs`), dataFolder, ...counts.map(String)];
  await promisify(execFile)(process.execPath, line);
}

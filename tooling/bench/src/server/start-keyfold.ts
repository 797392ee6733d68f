import { delimiter, dirname, join } from "node:path";
import { type Client, createClient } from "@keyfold/client";
import { freePort } from "@tooling/vitest/free-port";
import { initServer, type ServerData, startOver } from "@tooling/vitest/keyfold-server";
import { cpuTime } from "./cpu-time.ts";
import { maxMemory } from "./max-memory.ts";
import { secretName, secretValue } from "./secrets.ts";

/** The command `keyfold-server` as it is built. */
export const serverCommand: string = join(import.meta.dirname, "../../../../packages/server/dist/main.js");
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
  readonly nodeOptions?: string;
  /** The name of one of the secrets, from 0. */
  readonly nameOf?: (index: number) => string;
  /** Further settings, as variables: a database, for example. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A server with so many secrets, in the embedded store unless the settings name a database, stopped with `running`, as `keyfold-server init` and `start`
 * make it: the command's own first line chooses the options of Node. Only the limits of what one token and one address may ask for are lifted: here one
 * asks for everybody.
 */
export async function startKeyfold(
  running: AsyncDisposableStack,
  folder: string,
  secrets: number,
  { nodeOptions = "", nameOf = secretName, settings = {} }: KeyfoldOptions = {},
): Promise<RunningKeyfold> {
  const env = {
    // The command takes the `node` that it finds.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: folder,
    NODE_OPTIONS: nodeOptions,
    KEYFOLD__SERVER__LIMITS__REQUESTS_PER_SECOND: "1000000",
    KEYFOLD__SERVER__LIMITS__TOKEN_MS_PER_SECOND: "1000000",
    KEYFOLD__SERVER__LIMITS__ADDRESS_MS_PER_SECOND: "1000000",
    ...settings,
  };
  const options = { command: [serverCommand], cwd: folder } as const;
  const data = await initServer(join(folder, "data"), { ...options, env: { ...env, NODE_OPTIONS: "" } });
  const started = (): Promise<RunningKeyfold> => serve(running, data, { ...options, env });
  const server = await started();
  for (let from = 0; from < secrets; from += secretsPerRequest) {
    const indexes = Array.from({ length: Math.min(secretsPerRequest, secrets - from) }, (_, index) => from + index);
    await server.admin.setSecrets(indexes.map((index) => ({ name: nameOf(index), value: secretValue(index) })));
  }
  return server;
}

/** Starts a server over data that are there, and opens a run for whoever reads. */
async function serve(
  running: AsyncDisposableStack,
  data: ServerData,
  options: Parameters<typeof startOver>[2] & object,
): Promise<RunningKeyfold> {
  const { dataFolder, adminToken } = data;
  const listen = `127.0.0.1:${await freePort()}`;
  const start = () => startOver(data, ["--listen", listen], options);
  let server = await start();
  const stop = (): Promise<void> => server.stop();
  running.defer(stop);
  const url = `http://${listen}`;
  const admin = createClient({ url, token: adminToken });
  const run = await admin.openRun({ ttlSeconds: 3600 });
  return {
    url,
    dataFolder,
    admin,
    adminToken,
    runToken: run.token,
    cpuTime: () => cpuTime(server.child.pid ?? 0),
    clientOf: (token) => createClient({ url, token }),
    maxMemory: () => maxMemory(server.child.pid ?? 0),
    stop,
    async restart(meanwhile) {
      await stop();
      await meanwhile?.();
      const before = performance.now();
      server = await start();
      return performance.now() - before;
    },
    another: () => serve(running, data, options),
  };
}

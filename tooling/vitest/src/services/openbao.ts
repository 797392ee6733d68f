import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../free-port.ts";
import { type RunningProgram, startProgram } from "../program.ts";
import { freeze } from "./freeze.ts";
import { openBaoProgram } from "./install-services.ts";

export interface OpenBao {
  readonly url: string;
  readonly rootToken: string;
}

export interface RunningOpenBao extends OpenBao {
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** The process, while it runs. */
  pid(): number | undefined;
  freeze(signal: "SIGSTOP" | "SIGCONT"): void;
  /** Starts it again on the same port and data, sealed if it keeps its data on the disk. */
  start(): Promise<void>;
  seal(): Promise<void>;
  unseal(): Promise<void>;
  /** Ends the server and removes its data. */
  remove(): Promise<void>;
}

/** A real OpenBao of its own with a KV v2 mount at `secret`. Its data are in memory: a restart loses them. */
export async function startOpenBaoInMemory(): Promise<OpenBao & { remove(): Promise<void> }> {
  const port = await freePort();
  const rootToken = "root";
  const args = ["server", "-dev", "-dev-no-store-token", `-dev-root-token-id=${rootToken}`];
  const ready = /Root Token:/;
  const { stop } = await startProgram(openBaoProgram(), [...args, `-dev-listen-address=127.0.0.1:${port}`], ready);
  return { url: `http://127.0.0.1:${port}`, rootToken, remove: () => stop("SIGKILL") };
}

/** Settings of OpenBao's configuration file beyond where it listens and keeps its data; `folder` goes with the server. */
export type MoreSettings = (folder: string) => object;

/** The same with raft storage in a temporary folder: it can be sealed, killed and started again. */
export async function startOpenBao(more: MoreSettings = () => ({})): Promise<RunningOpenBao> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-openbao-"));
  const data = join(folder, "data");
  mkdirSync(data);
  const [port, clusterPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, "config.json");
  writeFileSync(
    config,
    JSON.stringify({
      storage: { raft: { path: data, node_id: "one" } },
      listener: {
        tcp: { address: `127.0.0.1:${port}`, cluster_address: `127.0.0.1:${clusterPort}`, tls_disable: true },
      },
      api_addr: url,
      cluster_addr: `http://127.0.0.1:${clusterPort}`,
      ...more(folder),
    }),
  );
  let server: RunningProgram | undefined;
  const start = async (): Promise<void> => {
    server = await startProgram(openBaoProgram(), ["server", `-config=${config}`], /server started!/, {
      env: { HOME: folder },
    });
  };
  const stop = async (signal: NodeJS.Signals = "SIGKILL"): Promise<void> => server?.stop(signal);
  const remove = async (): Promise<void> => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await remove();
    throw error;
  }
  const made = await callOpenBao({ url, rootToken: "" }, "PUT", "sys/init", { secret_shares: 1, secret_threshold: 1 });
  const bao = { url, rootToken: String(made.root_token) };
  const key = (made.keys as string[])[0];
  const unseal = async (): Promise<void> => {
    await callOpenBao(bao, "PUT", "sys/unseal", { key });
    await active(bao);
  };
  await unseal();
  await callOpenBao(bao, "POST", "sys/mounts/secret", { type: "kv", options: { version: "2" } });
  await active(bao);
  return {
    ...bao,
    start,
    stop,
    unseal,
    seal: async () => void (await callOpenBao(bao, "PUT", "sys/seal")),
    freeze: (signal) => {
      if (server?.child.pid !== undefined) freeze(server.child.pid, signal);
    },
    pid: () => server?.child.pid,
    remove,
  };
}

/** Asks OpenBao's API as its root; throws what it answers unless that is good. */
export async function callOpenBao(
  { url, rootToken }: OpenBao,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/v1/${path}`, {
    method,
    headers: { "x-vault-token": rootToken, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`OpenBao answered ${response.status} to ${method} ${path}: ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/** Raft elects its one node after the unsealing, and a KV mount upgrades itself: asked until both are done. */
async function active(bao: OpenBao): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const health = await fetch(`${bao.url}/v1/sys/health`);
    const mount = health.status === 200 ? await kvAnswers(bao) : false;
    if (mount) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("OpenBao did not become active");
}

async function kvAnswers({ url, rootToken }: OpenBao): Promise<boolean> {
  const headers = { "x-vault-token": rootToken };
  const mounts = (await (await fetch(`${url}/v1/sys/mounts`, { headers })).json()) as object;
  if (!("secret/" in mounts)) return true;
  return (await fetch(`${url}/v1/secret/data/probe`, { headers })).status === 404;
}

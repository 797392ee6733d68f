import { join } from "node:path";
import { type Client, createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { initServer, startOver } from "@tooling/vitest/keyfold-server";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { afterAll, onTestFinished } from "vitest";
import { type Broker, type BrokerOptions, type BrokerUse, startBroker } from "../src/index.ts";
import { lookupHere, type Upstream } from "./upstream.ts";

/** A real server with the secret `key`. */
export interface Team {
  url: string;
  admin: Client;
  adminToken: string;
  stop(): Promise<void>;
}

/** Starts a server; it stops when the tests of the file are over. */
export async function startTeam(): Promise<Team> {
  const data = await initServer(join(temporaryFolder(afterAll), "data"));
  const { url, adminToken, stop } = await startOver(data);
  afterAll(() => stop());
  const admin = createClient({ url, token: adminToken });
  await admin.setSecret({ name: "key", value: canary });
  return { url, admin, adminToken, stop: async () => void (await stop()) };
}

/** A broker in a run that was opened for its uses. */
export interface StartedBroker extends Broker {
  runId: string;
  /** In place of `key`. */
  placeholder: string;
}

/** Opens a run and starts a broker in it; both end with the test. */
export async function brokerOf(
  team: Team,
  upstream: Upstream,
  uses: readonly BrokerUse[],
  options: Partial<BrokerOptions> = {},
): Promise<StartedBroker> {
  const run = await team.admin.openRun({
    uses: uses.map(({ name, host, methods, paths }) => ({
      ...{ name, host },
      ...(methods ? { methods: [...methods] } : {}),
      ...(paths ? { paths: [...paths] } : {}),
    })),
  });
  const broker = await startBroker({
    client: createClient({ url: team.url, token: run.token }),
    uses,
    lookup: lookupHere,
    authorityFiles: [upstream.authorityFile],
    ...options,
  });
  onTestFinished(() => broker.close());
  return { ...broker, runId: run.id, placeholder: broker.placeholders.key ?? "" };
}

/** The requests that are on record, oldest first, as `METHOD host path`. */
export async function usesOnRecord({ admin }: Team, runId: string): Promise<string[]> {
  const rows = await admin.auditEvents({ where: { action: "secret.use", actor: `run:${runId}` }, limit: 500 });
  return rows.reverse().map(({ detail, outcome }) => {
    const { method, host, path } = detail as { method: string; host: string; path: string };
    return `${method} ${host} ${path}${outcome === "allowed" ? "" : " refused"}`;
  });
}

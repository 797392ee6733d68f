import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { callOpenBao } from "@tooling/vitest/openbao";
import { initServer, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, inject, test } from "vitest";
import { verifyAudit } from "../../src/audit/verify-audit.ts";
import { type OpenInstance, openInstance } from "../../src/instance/open-instance.ts";
import { OpenBaoClient } from "../../src/openbao/openbao-client.ts";
import { openBaoSettings } from "../../src/openbao/openbao-settings.ts";
import { snakeCase } from "../../src/settings/setting.ts";
import type { StoreSettings } from "../../src/settings/settings.ts";
import { instanceSettings } from "../../src/settings/settings.ts";
import { openVault } from "../../src/vault/open-vault.ts";
import { OrphanedPaths } from "../../src/vault/orphaned-paths.ts";
import { Plaintext } from "../../src/vault/plaintext.ts";
import type { Vault } from "../../src/vault/vault.ts";
import { inOpenBao, onPostgres } from "../new-instance.ts";
import { readValues } from "../read-values.ts";

const writers = 32;
const minutes = 60_000;
const setSecret = "mutation ($i: setSecretInput!) { setSecret(input: $i) { version } }";

interface Killed {
  readonly dataFolder: string;
  readonly adminToken: string;
  readonly teamId: string;
  readonly stores: Partial<StoreSettings>;
  /** What each writer wrote. */
  readonly written: readonly Written[];
}

interface Written {
  /** The last value whose write was acknowledged. */
  acknowledged: number;
  /** The last one that was sent. */
  sent: number;
}

async function newServer(stores: Partial<StoreSettings>): Promise<Killed> {
  const dataFolder = join(temporaryFolder(), "data");
  const made = await initServer(dataFolder, { env: variablesOf(stores) });
  return {
    ...made,
    stores,
    written: Array.from({ length: writers }, () => ({ acknowledged: 0, sent: 0 })),
  };
}

function variablesOf(stores: Partial<StoreSettings>): Record<string, string> {
  const named = Object.entries(stores).map(([name, value]) => [
    `KEYFOLD__SERVER__${snakeCase(name).toUpperCase()}`,
    value,
  ]);
  return Object.fromEntries(named);
}

/** Starts the server, has 32 writers write, and kills it once so many writes were acknowledged. */
async function writeUntilKilled(data: Killed, killAfter: number): Promise<void> {
  const server = await startServer(data, [], { env: variablesOf(data.stores) });
  const headers = { "content-type": "application/json", authorization: `Bearer ${data.adminToken}` };
  let acknowledged = 0;
  const work = data.written.map(async (own, writer) => {
    for (;;) {
      own.sent += 1;
      const variables = { i: { name: `writer ${writer}`, value: { count: own.sent, canary } } };
      const body = JSON.stringify({ query: setSecret, variables });
      try {
        const response = await fetch(`${server.url}/graphql`, { method: "POST", headers, body });
        const answer = (await response.json()) as { data: { setSecret: { version: number } } };
        if (!(answer.data.setSecret.version > 0)) throw new Error("no version");
      } catch {
        // The server is gone.
        return;
      }
      own.acknowledged = own.sent;
      acknowledged += 1;
      if (acknowledged === killAfter) server.child.kill("SIGKILL");
    }
  });
  await Promise.all(work);
  await server.stop("SIGKILL");
  expect(acknowledged).toBeGreaterThanOrEqual(killAfter);
}

/** Every acknowledged write must be there, and the audit log whole. `more` looks at the rest. */
async function check(data: Killed, more: (opened: OpenInstance, vault: Vault) => Promise<void> = async () => {}) {
  const settings = instanceSettings(data.dataFolder, data.stores);
  const opened = await openInstance(settings);
  const { database, auditKey } = opened;
  const vault = await openVault(settings, { ...opened, clock: Date.now, report: () => {} });
  try {
    expect(await verifyAudit(database, auditKey)).toMatchObject({ ok: true });
    const rows = await database.reader.selectFrom("secret").select(["id", "name", "version"]).execute();
    const byName = new Map(rows.map((row) => [row.name, row]));
    const keys = data.written.map((_written, writer) => {
      const name = `writer ${writer}`;
      const { id: secretId = "", version = 0 } = byName.get(name) ?? {};
      return { teamId: data.teamId, secretId, name, version };
    });
    const found = await readValues(vault, database.reader, keys);
    for (const [writer, { acknowledged, sent }] of data.written.entries()) {
      const value = found[writer];
      const { count } = (value instanceof Plaintext ? value.reveal() : { count: 0 }) as { count: number };
      expect(count, `writer ${writer}`).toBeGreaterThanOrEqual(acknowledged);
      expect(count, `writer ${writer}`).toBeLessThanOrEqual(sent);
    }
    await more(opened, vault);
  } finally {
    await vault.close();
    await database.close();
  }
}

test("kill -9 under 32 writers, 50 times: no acknowledged write is lost, and the audit log is whole", async () => {
  const [kills, lanes] = [50, 2];
  const lane = async (first: number): Promise<void> => {
    const data = await newServer({});
    for (let kill = first; kill < kills; kill += lanes) {
      await writeUntilKilled(data, 1 + ((kill * 37) % 300));
      await check(data);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_none, first) => lane(first)));
}, 300_000);

test("kill -9 over PostgreSQL and OpenBao: the same, and OpenBao keeps nothing that no version has", async () => {
  const data = await newServer({ ...(await onPostgres()), ...inOpenBao() });
  for (let kill = 0; kill < 6; kill += 1) {
    await writeUntilKilled(data, 1 + ((kill * 137) % 500));
    await check(data);
  }
  await check(data, async ({ database }) => {
    const settings = instanceSettings(data.dataFolder, data.stores);
    const client = new OpenBaoClient(openBaoSettings(settings, settings.vault));
    const later = (): number => Date.now() + 11 * minutes;
    await new OrphanedPaths({
      database,
      client,
      mount: settings.vaultMount,
      folder: settings.vaultPrefix,
      clock: later,
      report: (error) => expect(error).toBeUndefined(),
    }).sweep();
    const list = async (path: string): Promise<string[]> => {
      const { data } = await callOpenBao(inject("openBao"), "GET", `secret/metadata/keyfold/${path}?list=true`);
      return (data as { keys: string[] }).keys;
    };
    const names = await list(data.teamId);
    const kept = await Promise.all(names.map((name) => list(`${data.teamId}/${name.slice(0, -1)}`)));
    const versions = await database.reader.selectFrom("vault_value").select("version").execute();
    expect(kept.flat()).toHaveLength(versions.length);
    expect(await database.reader.selectFrom("vault_leftover").selectAll().execute()).toEqual([]);
    client.close();
  });
});

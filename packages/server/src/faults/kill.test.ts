import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { initServer, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";
import { verifyAudit } from "../audit/verify-audit.ts";
import { instanceSettings } from "../data-folder/instance-settings.ts";
import { openDataFolder } from "../data-folder/open-data-folder.ts";
import { openVault } from "../vault/open-vault.ts";
import { Plaintext } from "../vault/plaintext.ts";

const kills = 50;
const lanes = 2;
const writers = 32;
const setSecret = "mutation ($i: setSecretInput!) { setSecret(input: $i) { version } }";

interface Written {
  /** The last value whose write was acknowledged. */
  acknowledged: number;
  /** The last one that was sent. */
  sent: number;
}

/** Starts the server, has 32 writers write, and kills it once so many writes were acknowledged. */
async function writeUntilKilled(
  data: { dataFolder: string; adminToken: string; teamId: string },
  written: Written[],
  killAfter: number,
): Promise<void> {
  const server = await startServer(data);
  const headers = { "content-type": "application/json", authorization: `Bearer ${data.adminToken}` };
  let acknowledged = 0;
  const work = written.map(async (own, writer) => {
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

async function check(dataFolder: string, teamId: string, written: readonly Written[]): Promise<void> {
  const settings = instanceSettings(dataFolder);
  const data = await openDataFolder(settings);
  const vault = await openVault(settings, { ...data, clock: Date.now, report: () => {} });
  try {
    expect(await verifyAudit(data.database.reader, data.auditKey)).toMatchObject({ ok: true });
    const rows = await data.database.reader.selectFrom("secret").select(["name", "version"]).execute();
    const versions = new Map(rows.map(({ name, version }) => [name, version]));
    for (const [writer, { acknowledged, sent }] of written.entries()) {
      const name = `writer ${writer}`;
      const [found] = await vault.read(teamId, [{ teamId, name, version: versions.get(name) ?? 0 }]);
      const { count } = (found instanceof Plaintext ? found.reveal() : { count: 0 }) as { count: number };
      expect(count, name).toBeGreaterThanOrEqual(acknowledged);
      expect(count, name).toBeLessThanOrEqual(sent);
    }
  } finally {
    await data.database.close();
  }
}

test(`kill -9 under ${writers} writers, ${kills} times: no acknowledged write is lost, and the audit log is whole`, async () => {
  const lane = async (first: number): Promise<void> => {
    const dataFolder = join(temporaryFolder(), "data");
    const data = { dataFolder, ...(await initServer(dataFolder)) };
    const written = Array.from({ length: writers }, (): Written => ({ acknowledged: 0, sent: 0 }));
    for (let kill = first; kill < kills; kill += lanes) {
      await writeUntilKilled(data, written, 1 + ((kill * 37) % 300));
      await check(dataFolder, data.teamId, written);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_none, first) => lane(first)));
}, 300_000);

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@keyfold/client";
import { initServer, startOver } from "@tooling/vitest/keyfold-server";
import { afterAll } from "vitest";

/** A team of its own on a real server. */
export interface Team {
  url: string;
  /** The team's admin token. */
  token: string;
  client: Client;
}

let starting: ReturnType<typeof start> | undefined;
let teams = 0;

afterAll(async () => {
  const server = await starting;
  await server?.remove();
});

/**
 * A new team on the server of this test file, which starts with the first one: most tests need no server of their own.
 */
export async function newTeam(): Promise<Team> {
  starting ??= start();
  const { url, client } = await starting;
  teams += 1;
  const { token } = await client.createTeam({ name: `team ${teams}` });
  return { url, token, client: createClient({ url, token }) };
}

async function start() {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-test-"));
  const { url, adminToken, stop } = await startOver(await initServer(join(folder, "data")));
  const remove = async (): Promise<void> => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, client: createClient({ url, token: adminToken }), remove };
}

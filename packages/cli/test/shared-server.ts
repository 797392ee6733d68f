import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@keyfold/client";
import { record } from "@tooling/vitest/canary";
import { initServer } from "@tooling/vitest/processes";
import { afterAll } from "vitest";

const serverCommand = join(import.meta.dirname, "../../server/dist/main.js");

/** A team of its own on a real server. */
export interface Team {
  url: string;
  /** The team's admin token. */
  token: string;
  client: Client;
}

let starting: Promise<{ url: string; client: Client; stop(): Promise<void> }> | undefined;
let teams = 0;

afterAll(async () => {
  const server = await starting;
  await server?.stop();
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

async function start(): Promise<{ url: string; client: Client; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-test-"));
  const data = join(folder, "data");
  const { adminToken } = await initServer(data);
  const child = spawn(process.execPath, [serverCommand, "start", "--data", data, "--listen", "127.0.0.1:0"], {
    env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        const found = /listening on (http:\/\/\S+)/.exec(output)?.[1];
        if (found) resolve(found);
      });
    }
    child.once("close", (code) => reject(new Error(`keyfold-server ended with ${code}: ${output}`)));
  });
  return {
    url,
    client: createClient({ url, token: adminToken }),
    async stop() {
      child.kill("SIGTERM");
      await once(child, "close");
      record("shared-server", output);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

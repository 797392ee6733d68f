import "@tooling/vitest/services";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { emptyDatabase } from "@tooling/vitest/postgres";
import { initServer, type RunningServer, runKeyfoldServer, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, inject, test } from "vitest";

async function ask({ url, adminToken }: RunningServer, query: string, variables: object = {}, token = adminToken) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const body = JSON.stringify({ query, variables });
  const response = await fetch(`${url}/graphql`, { method: "POST", headers, body });
  return (await response.json()) as { data: ReturnType<typeof JSON.parse>; errors?: object[] };
}

const set = (server: RunningServer, name: string) =>
  ask(server, "mutation ($n: String!, $v: JSON) { setSecret(input: { name: $n, value: $v }) { version } }", {
    n: name,
    v: canary,
  });

/** The value, by a new run. */
async function read(server: RunningServer, name: string): Promise<unknown> {
  const { data } = await ask(server, "mutation { openRun(input: {}) { token } }");
  const query = "query ($n: String!) { secretValue(name: $n) }";
  return (await ask(server, query, { n: name }, data.openRun.token)).data.secretValue;
}

test("two servers on PostgreSQL and OpenBao, by settings from the environment alone", async () => {
  const { url: vault, rootToken } = inject("openBao");
  const database = (await emptyDatabase(inject("postgresUrl"))).replace("keyfold@", "keyfold:hidden-password@");
  const env = {
    KEYFOLD__SERVER__DATABASE: database,
    KEYFOLD__SERVER__VAULT: vault,
    KEYFOLD__SERVER__VAULT_TOKEN: rootToken,
  };
  const dataFolder = join(temporaryFolder(), "data");
  const from = await initServer(dataFolder, { env });
  const again = await runKeyfoldServer(["init", "--data", dataFolder], { env });
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("prepared already") });
  const [one, two] = await Promise.all([startServer(from, [], { env }), startServer(from, [], { env })]);
  expect((await set(one, "n")).data.setSecret.version).toBe(1);
  expect(await read(two, "n")).toBe(canary);
  const rotated = await runKeyfoldServer(["rotate-key", "--data", dataFolder], { env });
  expect(rotated).toMatchObject({ code: 0, stdout: expect.stringContaining("1 team ") });
  const made = await ask(two, 'mutation { createTeam(input: { name: "made after" }) { token } }');
  const { token: adminToken } = made.data.createTeam;
  await set({ ...one, adminToken }, "of the new team");
  await one.stop("SIGKILL");
  expect((await set(two, "n")).data.setSecret.version).toBe(2);
  const three = await startServer(from, [], { env });
  expect(await read({ ...three, adminToken }, "of the new team")).toBe(canary);
  const verified = await runKeyfoldServer(["audit", "verify", "--data", dataFolder], { env });
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining("whole") });
  const backup = await runKeyfoldServer(["backup", join(dataFolder, "backup"), "--data", dataFolder], { env });
  expect(backup).toMatchObject({ code: 2, stderr: expect.stringContaining("pg_dump") });
  const elsewhere = await runKeyfoldServer(["start", "--data", dataFolder], {
    env: { ...env, KEYFOLD__SERVER__VAULT: "database" },
  });
  expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining("--vault") });
  for (const { output } of [one, two, three]) expect(output()).not.toContain("hidden-password");
  const away = { env: { ...env, KEYFOLD__SERVER__DATABASE: "postgres://keyfold:hidden-password@127.0.0.1:1/x" } };
  const unreachable = await runKeyfoldServer(["start", "--data", dataFolder], away);
  expect(unreachable).toMatchObject({ code: 1, stderr: expect.stringContaining("can't be reached") });
  expect(unreachable.stderr).not.toContain("hidden-password");
});

test("a data folder is rotated, copied and restored while its server serves", async () => {
  const server = await startServer();
  const { dataFolder } = server;
  const folder = temporaryFolder();
  const file = join(folder, "backup");
  await set(server, "n");
  const key = readFileSync(join(dataFolder, "master.key"), "utf8");
  expect((await runKeyfoldServer(["rotate-key", "--data", dataFolder])).code).toBe(0);
  expect(readFileSync(join(dataFolder, "master.key"), "utf8")).not.toBe(key);
  const copied = await runKeyfoldServer(["backup", file, "--data", dataFolder]);
  expect(copied).toMatchObject({ code: 0, stdout: expect.stringContaining("holds the master key"), stderr: "" });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const twice = await runKeyfoldServer(["backup", file, "--data", dataFolder]);
  expect(twice).toMatchObject({ code: 1, stderr: expect.stringContaining("is there already") });
  await set(server, "later");
  const restored = join(folder, "restored");
  expect((await runKeyfoldServer(["restore", file, "--data", restored])).code).toBe(0);
  expect((await runKeyfoldServer(["restore", file, "--data", restored])).code).toBe(1);
  expect((await runKeyfoldServer(["audit", "verify", "--data", restored])).code).toBe(0);
  const other = await startServer({ ...server, dataFolder: restored });
  expect(await read(other, "n")).toBe(canary);
  expect(await read(other, "later")).toBeNull();
  expect(await read(server, "later")).toBe(canary);
});

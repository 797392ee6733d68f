import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { canary, record } from "@tooling/vitest/canary";
import { callOpenBao } from "@tooling/vitest/openbao";
import { describe, expect, inject, test, vi } from "vitest";
import { verifyAudit } from "../../src/audit/verify-audit.ts";
import { openInstance } from "../../src/instance/open-instance.ts";
import { rotateMasterKey } from "../../src/instance/rotate-master-key.ts";
import { instanceSettings } from "../../src/settings/settings.ts";
import { DatabaseVault } from "../../src/vault/database-vault.ts";
import type { Plaintext } from "../../src/vault/plaintext.ts";
import { TeamKeys } from "../../src/vault/team-keys.ts";
import { newestStored } from "../../src/vault/values.ts";
import { inOpenBao, onPostgres } from "../new-instance.ts";
import { type TestServer, testServer } from "../test-server.ts";

const keyOf = ({ dataFolder }: TestServer): string => readFileSync(join(dataFolder, "master.key"), "utf8");
const settingsOf = ({ dataFolder, stores }: TestServer) => instanceSettings(dataFolder, stores);
const rotate = (server: TestServer, newCommand?: string) =>
  rotateMasterKey({ settings: settingsOf(server), newCommand });

/** Makes a team, and gives a run's token of it after it has a secret. */
async function newTeam({ ask, admin }: TestServer, name: string): Promise<string> {
  const made = await ask(admin, `mutation { createTeam(input: { name: "${name}" }) { token } }`);
  const { token } = made.data.createTeam;
  const query =
    'mutation ($v: JSON) { setSecret(input: { name: "n", value: $v }) { version } openRun(input: {}) { token } }';
  return (await ask(token, query, { v: canary })).data.openRun.token;
}

describe.each([
  ["SQLite", async () => ({})],
  ["PostgreSQL", onPostgres],
])("rotateMasterKey on %s", (_where, newStores) => {
  test("while servers serve: what was and what comes is read by both, and the audit log stays whole", async () => {
    const one = await testServer({ stores: await newStores() });
    const two = await testServer({}, one);
    const runs = [await newTeam(one, "a"), await newTeam(two, "b")];
    const keys = [keyOf(one)];
    for (const name of ["c", "d", "e"]) {
      const writes = Array.from({ length: 20 }, (_none, index) => one.set(`of ${name} ${index}`, index));
      const reads = [one, two].flatMap((server) => runs.map((run) => server.read(run, "n")));
      const rotated = rotate(one);
      for (const answer of await Promise.all([...writes, ...reads])) expect(answer.errors).toEqual([]);
      expect(await rotated).toBe(runs.length + 1);
      keys.push(keyOf(one));
      runs.push(await newTeam(name === "d" ? one : two, name));
    }
    expect(new Set(keys).size).toBe(4);
    const three = await testServer({}, one);
    for (const server of [one, two, three]) {
      for (const run of runs) expect((await server.read(run, "n")).data.secretValue).toBe(canary);
    }
    expect(statSync(join(one.dataFolder, "master.key")).mode & 0o777).toBe(0o600);
    expect(readdirSync(one.dataFolder).filter((name) => name.startsWith("master.key"))).toEqual(["master.key"]);
    const { database, auditKey } = await one.openInstance();
    expect(await verifyAudit(database, auditKey)).toMatchObject({ ok: true });
    await database.close();
    expect((await one.audit()).filter(({ action }) => action === "key.rotate")).toHaveLength(3);
  });
});

describe("rotateMasterKey", () => {
  test("many at once leave one key that opens everything", async () => {
    const server = await testServer();
    await server.set("n", canary);
    await Promise.all(Array.from({ length: 5 }, () => rotate(server)));
    await server.close();
    const again = await testServer({}, server);
    expect((await again.read((await again.openRun()).token, "n")).data.secretValue).toBe(canary);
  });

  test("that is not on the disk yet leaves the old key in its place, although a server reads it already", async () => {
    const server = await testServer();
    await server.set("n", canary);
    const [old, run] = [keyOf(server), await server.openRun()];
    const handle = await open(import.meta.filename);
    await handle.close();
    const handles: FileHandle = Object.getPrototypeOf(handle);
    const { datasync } = handles;
    const wrapped = (): string => {
      let key = "";
      server.tamper((database) => {
        key = String(database.prepare("select hex(audit_key) from instance").pluck().get());
      });
      return key;
    };
    const [before, flushed, asked] = [wrapped(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let held = 0;
    const flush = vi.spyOn(handles, "datasync").mockImplementation(function (this: FileHandle) {
      if (wrapped() === before) return datasync.call(this);
      held += 1;
      if (held === 2) asked.resolve();
      return flushed.promise;
    });
    try {
      const rotated = rotate(server);
      await expect.poll(() => held).toBe(1);
      const ready = server.server.inject({ method: "GET", url: "/readyz" });
      await Promise.race([asked.promise, ready]);
      expect(keyOf(server) === old).toBe(true);
      flushed.resolve();
      await Promise.all([rotated, ready]);
      expect(keyOf(server) === old).toBe(false);
    } finally {
      flushed.resolve();
      flush.mockRestore();
    }
    expect((await server.read(run.token, "n")).data.secretValue).toBe(canary);
  });

  test("the old key opens nothing any more", async () => {
    const server = await testServer();
    const old = keyOf(server);
    await rotate(server);
    writeFileSync(join(server.dataFolder, "master.key"), old);
    await expect(openInstance(settingsOf(server))).rejects.toMatchObject({ code: "DECRYPTION_FAILED" });
  });

  test("between the reading of the wrapping key and of a team's key is no failure", async () => {
    const server = await testServer();
    await server.set("n", canary);
    const { database, wrappingKeys } = await server.openInstance();
    let rotated = false;
    const keys = new TeamKeys(async (query) => {
      const key = await wrappingKeys.of(query);
      if (!rotated) await rotate(server);
      rotated = true;
      return key;
    });
    const stored = await newestStored(database.reads, server.teamId, [["n"]], () => {});
    const there = stored.filter((one) => one !== undefined);
    const [value] = await new DatabaseVault(database, keys).open(server.teamId, there);
    await database.close();
    expect((value as Plaintext).reveal()).toBe(canary);
  });

  test("one whose commit fails leaves the key that opens everything in its file", async () => {
    const server = await testServer();
    await server.set("n", canary);
    await newTeam(server, "broken");
    await server.sql(
      "update vault_team_key set wrapped = x'00' where team_id = (select id from team where name = 'broken')",
    );
    const key = keyOf(server);
    await expect(rotate(server)).rejects.toMatchObject({ code: "DECRYPTION_FAILED" });
    expect(keyOf(server)).toBe(key);
    const again = await testServer({}, server);
    expect((await again.read((await again.openRun()).token, "n")).data.secretValue).toBe(canary);
  });

  test("one that was cut off before or after the commit is gone through or has not happened", async () => {
    const server = await testServer();
    await server.set("n", canary);
    const file = join(server.dataFolder, "master.key");
    const old = keyOf(server);
    writeFileSync(`${file}.next-stale`, "half a ke", { mode: 0o600 });
    (await openInstance(settingsOf(server))).database.close();
    expect(keyOf(server) === old).toBe(true);
    await rotate(server);
    const next = keyOf(server);
    renameSync(file, `${file}.next-1`);
    writeFileSync(file, old, { mode: 0o600 });
    const again = await testServer({}, server);
    expect((await again.read((await again.openRun()).token, "n")).data.secretValue).toBe(canary);
    expect(keyOf(server)).toBe(next);
  });
});

describe("a master key from a command", () => {
  const printKey = (letter: string): string => `echo keyfold_master_${letter.repeat(42)}A`;

  test("is the instance's, and is changed to another command's", async () => {
    const stores = { masterKeyCommand: printKey("a") };
    const server = await testServer({ stores });
    await server.set("n", canary);
    expect(readdirSync(server.dataFolder).filter((name) => name.startsWith("master.key"))).toEqual([]);
    await expect(rotate(server)).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
    await rotate(server, printKey("b"));
    await server.close();
    await expect(openInstance(settingsOf(server))).rejects.toMatchObject({ code: "DECRYPTION_FAILED" });
    const next = { ...server, stores: { masterKeyCommand: printKey("b") } };
    const again = await testServer({}, next);
    expect((await again.read((await again.openRun()).token, "n")).data.secretValue).toBe(canary);
  });

  test("is refused beside a key of OpenBao's transit engine", async () => {
    const stores = { masterKeyCommand: printKey("a"), transitKey: "keyfold" };
    await expect(testServer({ stores })).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
  });

  test.each([
    ["fails", "exit 3", "ended with 3"],
    ["prints something else", "echo hidden-output", "does not hold a master key"],
    ["prints too much", "head -c 100000 /dev/zero", "printed too much"],
    ["prints nothing", "true", "does not hold a master key"],
  ])("that %s is told without its output", async (_what, masterKeyCommand, why) => {
    const error: Error = await testServer({ stores: { masterKeyCommand } }).then(
      () => new Error("started"),
      (thrown: Error) => thrown,
    );
    expect(error).toMatchObject({ code: "MASTER_KEY_INVALID", message: expect.stringContaining(why) });
    expect(error.message).not.toContain("hidden-output");
    record("master-key-command", error.message);
  });
});

test("a master key that OpenBao's transit engine opens: the file alone is worth nothing, and it is changed too", async () => {
  const bao = inject("openBao");
  await callOpenBao(bao, "POST", "sys/mounts/transit", { type: "transit" });
  await callOpenBao(bao, "POST", "transit/keys/keyfold");
  const { vault: transitUrl, ...signIn } = inOpenBao();
  const stores = { ...signIn, transitKey: "keyfold", transitUrl };
  const server = await testServer({ stores });
  await server.set("n", canary);
  const first = keyOf(server);
  expect(first).toMatch(/^vault:v1:/);
  await rotate(server);
  expect(keyOf(server)).not.toBe(first);
  const again = await testServer({}, server);
  expect((await again.read((await again.openRun()).token, "n")).data.secretValue).toBe(canary);
  const withoutTransit = instanceSettings(server.dataFolder, {});
  await expect(openInstance(withoutTransit)).rejects.toMatchObject({ code: "MASTER_KEY_INVALID" });
  const otherKey = instanceSettings(server.dataFolder, { ...stores, transitKey: "another" });
  await callOpenBao(bao, "POST", "transit/keys/another");
  await expect(openInstance(otherKey)).rejects.toMatchObject({ code: expect.stringMatching(/INVALID|UNAVAILABLE/) });
  const away = instanceSettings(server.dataFolder, { ...stores, transitUrl: "http://127.0.0.1:1" });
  await expect(openInstance(away)).rejects.toMatchObject({ code: "VAULT_UNAVAILABLE" });
});

import "@tooling/vitest/services";
import { createHash, randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { canary, spellings } from "@tooling/vitest/canary";
import { callOpenBao } from "@tooling/vitest/openbao";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { openInstance } from "../../src/instance/open-instance.ts";
import { OpenBaoClient } from "../../src/openbao/openbao-client.ts";
import { openBaoSettings } from "../../src/openbao/openbao-settings.ts";
import { seal } from "../../src/vault/encryption.ts";
import { openVault } from "../../src/vault/open-vault.ts";
import { OrphanedPaths } from "../../src/vault/orphaned-paths.ts";
import { Plaintext } from "../../src/vault/plaintext.ts";
import type { Found } from "../../src/vault/vault.ts";
import { inOpenBao, newInstance } from "../new-instance.ts";
import { keyOf, readValues } from "../read-values.ts";

const minutes = 60_000;

async function opened() {
  const settings = await newInstance(inOpenBao());
  const data = await openInstance(settings);
  const { database, teamKeys } = data;
  const clock = { now: 0 };
  const errors: unknown[] = [];
  const dependencies = { ...data, clock: () => clock.now, report: (error: unknown) => void errors.push(error) };
  const vault = await openVault(settings, dependencies);
  const client = new OpenBaoClient(openBaoSettings(settings, settings.vault));
  const away = new OpenBaoClient(openBaoSettings(settings, "http://127.0.0.1:1"));
  const orphanedPathsOf = (of: OpenBaoClient) =>
    new OrphanedPaths({ ...dependencies, client: of, mount: "secret", folder: "keyfold" });
  onTestFinished(async () => {
    client.close();
    await vault.close();
    await database.close();
  });
  const key = keyOf(randomUUID(), "my secret");
  await database.transaction((transaction) => teamKeys.add(transaction, key.teamId));
  const stage = () => vault.stage(key.teamId, [{ name: key.name, value: new Plaintext(canary) }]);
  const keep = async (): Promise<void> => {
    const [staged] = await stage();
    await database.transaction((transaction) => vault.keep(transaction, key, staged));
  };
  const folder = `keyfold/${key.teamId}/my=20secret`;
  /** The paths that OpenBao has for the name, deleted ones included. */
  const paths = async (): Promise<string[]> => {
    const listed = await callOpenBao(inject("openBao"), "GET", `secret/metadata/${folder}?list=true`).catch(
      () => undefined,
    );
    const keys = (listed?.data as { keys: string[] } | undefined)?.keys ?? [];
    return keys.map((key) => `${folder}/${key}`);
  };
  const read = async (): Promise<Found> => (await readValues(vault, database.reader, [key]))[0];
  const [orphanedPaths, unreachable] = [orphanedPathsOf(client), orphanedPathsOf(away)];
  return { vault, database, teamKeys, clock, errors, orphanedPaths, unreachable, key, stage, keep, paths, read };
}

describe("OpenBaoVault", () => {
  test("keeps a value as JSON text below its team's path, and nothing of it in the database", async () => {
    const { database, keep, paths } = await opened();
    await keep();
    const [path] = await paths();
    const { data } = await callOpenBao(inject("openBao"), "GET", `secret/data/${path}`);
    expect((data as { data: unknown }).data).toEqual({ value: JSON.stringify(canary) });
    const { sealed } = await database.reader.selectFrom("vault_value").select("sealed").executeTakeFirstOrThrow();
    for (const spelling of [...spellings(canary), "keyfold/"])
      expect(sealed.toString("latin1")).not.toContain(spelling);
  });

  test("a value that was changed or removed in OpenBao is told like one that does not decrypt", async () => {
    const { keep, paths, read } = await opened();
    await keep();
    const [path] = await paths();
    await callOpenBao(inject("openBao"), "POST", `secret/data/${path}`, { data: { value: '"other"' } });
    expect(await read()).toMatchObject({ code: "DECRYPTION_FAILED" });
    await callOpenBao(inject("openBao"), "POST", `secret/data/${path}`, { data: { value: JSON.stringify(canary) } });
    expect(await read()).toBeInstanceOf(Plaintext);
    await callOpenBao(inject("openBao"), "DELETE", `secret/data/${path}`);
    expect(await read()).toMatchObject({ code: "DECRYPTION_FAILED" });
    await callOpenBao(inject("openBao"), "DELETE", `secret/metadata/${path}`);
    expect(await read()).toMatchObject({ code: "DECRYPTION_FAILED" });
  });

  test("is not ready with an engine of another kind, and is with a policy for its own paths alone", async () => {
    const bao = inject("openBao");
    await callOpenBao(bao, "POST", "sys/mounts/old", { type: "kv", options: { version: "1" } });
    const policy = 'path "secret/data/keyfold/*" { capabilities = ["create", "read"] }';
    await callOpenBao(bao, "PUT", "sys/policies/acl/keyfold", { policy });
    const { auth } = await callOpenBao(bao, "POST", "auth/token/create", { policies: ["keyfold"] });
    const vaultToken = (auth as { client_token: string }).client_token;
    const readyWith = async (more: object): Promise<string> => {
      const settings = await newInstance({ ...inOpenBao(), ...more });
      const data = await openInstance(settings);
      const vault = await openVault(settings, { ...data, clock: Date.now, report: () => {} });
      const ready = vault.checkReady().then(
        () => "ready",
        (error: { code: string; cause: Error }) => `${error.code}: ${error.cause.message}`,
      );
      return ready.finally(() => vault.close()).finally(() => data.database.close());
    };
    expect(await readyWith({ vaultToken })).toBe("ready");
    expect(await readyWith({ vaultMount: "old" })).toBe("VAULT_UNAVAILABLE: old is not a KV engine of version 2");
    expect(await readyWith({ vaultMount: "nowhere" })).toMatch(/^VAULT_UNAVAILABLE: /);
  });

  test("forgetting removes every trace from OpenBao", async () => {
    const { vault, database, key, keep, paths } = await opened();
    await keep();
    expect(await paths()).toHaveLength(1);
    await (await database.transaction((transaction) => vault.forget(transaction, key, [1])))();
    expect(await paths()).toEqual([]);
    expect(await database.reader.selectFrom("vault_leftover").selectAll().execute()).toEqual([]);
  });

  test("what a stopped server has written for nothing is removed after its time, and not before", async () => {
    const { vault, database, clock, orphanedPaths, key, stage, keep, paths, read } = await opened();
    await stage();
    const [inTime] = await stage();
    await keep();
    clock.now += 9 * minutes;
    await orphanedPaths.sweep();
    expect(await paths()).toHaveLength(3);
    await database.transaction((transaction) => vault.keep(transaction, { ...key, version: 2 }, inTime));
    clock.now += 2 * minutes;
    await orphanedPaths.sweep();
    expect(await paths()).toHaveLength(2);
    expect(await read()).toBeInstanceOf(Plaintext);
  });

  test("no version gets a path whose time is over, whether a sweep has come to it or failed at it", async () => {
    const { vault, database, clock, unreachable, key, stage } = await opened();
    const [staged] = await stage();
    const keepIt = () => database.transaction((transaction) => vault.keep(transaction, key, staged));
    clock.now += 10 * minutes;
    await expect(keepIt()).rejects.toMatchObject({ code: "VAULT_UNAVAILABLE" });
    await expect(unreachable.sweep()).rejects.toMatchObject({ code: "VAULT_UNAVAILABLE" });
    // Another server's clock may be behind.
    clock.now = 0;
    await expect(keepIt()).rejects.toMatchObject({ code: "VAULT_UNAVAILABLE" });
  });

  test("a path that a version gets while a sweep comes to it stays", async () => {
    const { vault, database, clock, orphanedPaths, key, stage, read } = await opened();
    const [staged] = await stage();
    let sweeping: Promise<void> | undefined;
    await database.transaction(async (transaction) => {
      await vault.keep(transaction, key, staged);
      clock.now += 11 * minutes;
      sweeping = orphanedPaths.sweep();
      // The sweep has read which paths are due by the time it waits for its turn to write.
      for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    });
    await sweeping;
    expect(await read()).toBeInstanceOf(Plaintext);
  });

  test("a row that was put into the database directs no request of the server to another part of OpenBao", async () => {
    const { database, errors, orphanedPaths, stage, paths } = await opened();
    const bao = inject("openBao");
    await callOpenBao(bao, "POST", "sys/mounts/victim", { type: "kv", options: { version: "1" } });
    await callOpenBao(bao, "POST", "victim/n", { value: "v" });
    const other = `other/${randomUUID()}/n/${randomUUID()}`;
    await callOpenBao(bao, "POST", `secret/data/${other}`, { data: { value: "v" } });
    const forged = [
      "../../victim/n",
      "../../sys/mounts/victim",
      "keyfold/../../../victim/n",
      "keyfold/%2e%2e/%2E%2e/../victim/n",
      `keyfold/${randomUUID()}/../../../../victim/n`,
      `keyfold/${randomUUID()}/n/${randomUUID()}/../../../../../../victim/n`,
      `keyfold/../${other}`,
      other,
      "keyfold",
      `keyfold/${randomUUID()}/n/${randomUUID()}?version=1`,
      `keyfold/${randomUUID()}/n/${randomUUID()}\n`,
    ];
    await stage();
    await database.transaction(async ({ query }) => {
      for (const path of forged) await query.insertInto("vault_leftover").values({ path, due_at: 0 }).execute();
      await query.updateTable("vault_leftover").set({ due_at: 0 }).execute();
    });
    await orphanedPaths.sweep();
    expect((await callOpenBao(bao, "GET", "victim/n")).data).toEqual({ value: "v" });
    expect((await callOpenBao(bao, "GET", `secret/data/${other}`)).data).toMatchObject({ data: { value: "v" } });
    expect(await paths()).toEqual([]);
    const left = await database.reader.selectFrom("vault_leftover").select("path").execute();
    expect(left.map(({ path }) => path).sort()).toEqual([...forged].sort());
    expect(errors.map(String)).toEqual([
      `Error: ${forged.length} rows of vault_leftover are no paths of secrets in keyfold`,
    ]);
  });

  test("a value's location outside of the server's folder is neither read, copied nor removed", async () => {
    const { vault, database, teamKeys, key, keep, read, errors } = await opened();
    const bao = inject("openBao");
    const path = `other/${key.teamId}/n/${randomUUID()}`;
    await callOpenBao(bao, "POST", `secret/data/${path}`, { data: { value: JSON.stringify(canary) } });
    await keep();
    const digest = createHash("sha256").update(JSON.stringify(canary)).digest("base64");
    for (const location of [path, `keyfold/../${path}`, `../data/${path}`]) {
      await database.transaction(async (transaction) => {
        const dataKey = await teamKeys.forSealing(transaction, key.teamId, 1);
        const sealed = seal(dataKey, key, JSON.stringify({ path: location, digest }));
        await transaction.query.updateTable("vault_value").set({ sealed }).execute();
        await expect(vault.copy(transaction, key, 2)).rejects.toMatchObject({ code: "DECRYPTION_FAILED" });
      });
      expect(await read()).toMatchObject({ code: "DECRYPTION_FAILED" });
    }
    await (await database.transaction((transaction) => vault.forget(transaction, key, [1])))();
    expect((await callOpenBao(bao, "GET", `secret/data/${path}`)).data).toMatchObject({
      data: { value: JSON.stringify(canary) },
    });
    expect(new Set(errors.map(String)).size).toBe(2);
  });
});

import { canary } from "@tooling/vitest/canary";
import { describe, expect, test, vi } from "vitest";
import { rotateMasterKey } from "../../src/instance/rotate-master-key.ts";
import { type InstanceSettings, instanceSettings, type StoreSettings } from "../../src/settings/settings.ts";
import { unseal } from "../../src/vault/encryption.ts";
import { inOpenBao, onPostgres } from "../new-instance.ts";
import { type TestServer, testServer } from "../test-server.ts";

const settingsOf = ({ dataFolder, stores }: TestServer): InstanceSettings => instanceSettings(dataFolder, stores);
const rotate = (server: TestServer, newCommand?: string, dataKeys = true): Promise<number> =>
  rotateMasterKey({ settings: settingsOf(server), newCommand, dataKeys });
const soon = { resealEveryMs: 20 };

interface ValueRow {
  secret_id: string;
  version: number;
  team_id: string;
  name: string;
  sealed: Buffer;
}

async function valueRows({ openInstance }: TestServer): Promise<ValueRow[]> {
  const { database } = await openInstance();
  const rows = await database.reader.selectFrom("vault_value").selectAll().execute();
  await database.close();
  return rows;
}

/** Tries what somebody could who took a copy of the database, and the master key, before a rotation. */
async function withOldKey(server: TestServer): Promise<(row: ValueRow) => string> {
  const { database, teamKeys } = await server.openInstance();
  const [{ sealed } = { sealed: Buffer.alloc(0) }] = await valueRows(server);
  const { key } = (await teamKeys.forValues(database.reader, server.teamId, [sealed]))(sealed);
  await database.close();
  return ({ team_id: teamId, secret_id: secretId, name, version, sealed: bytes }) =>
    unseal({ number: bytes.readUInt32BE(1), key }, { teamId, secretId, name, version }, bytes);
}

const keyNumbers = async (server: TestServer): Promise<number[]> =>
  ((await server.sql("select number from vault_team_key order by number")) as { number: number }[]).map(({ number }) =>
    Number(number),
  );

/** So large that one transaction does not seal as many values as it could go through. */
const largeValue = (name: string): unknown => [name, canary, ".".repeat(6000)];

async function setMany(server: TestServer, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_none, index) => `name ${index}`);
  const query = "mutation ($i: [setSecretInput!]!) { setSecrets(input: $i) { success } }";
  const input = names.map((name) => ({ name, value: largeValue(name) }));
  expect((await server.ask(server.admin, query, { i: input })).errors).toEqual([]);
  return names;
}

const stores: [where: string, stores: () => Promise<Partial<StoreSettings>>][] = [
  ["SQLite", async () => ({})],
  ["PostgreSQL and OpenBao", async () => ({ ...(await onPostgres()), ...inOpenBao() })],
];

describe.each(stores)("rotate-key --data-keys on %s", (_where, newStores) => {
  test("while two servers serve: all is read all the time, and soon nothing is under the old key", async () => {
    const one = await testServer({ ...soon, stores: await newStores() });
    const two = await testServer(soon, one);
    const names = await setMany(one, 120);
    const run = await one.openRun();
    expect((await two.read(run.token, "name 0")).data.secretValue).toEqual(largeValue("name 0"));
    const opened = await withOldKey(one);
    for (const row of await valueRows(one)) expect(opened(row)).not.toBe("");

    await rotate(one);
    expect((await two.set("name 1", canary)).errors).toEqual([]);
    expect((await one.set("new", canary)).errors).toEqual([]);
    const setAfter = (await valueRows(one)).filter(
      ({ name, version }) => name === "new" || (name === "name 1" && version === 2),
    );
    expect(setAfter).toHaveLength(2);
    for (const row of setAfter) expect(() => opened(row)).toThrow("can't be decrypted");

    const query = "query ($names: [String!]!) { secretValues(names: $names) { name error { code } } }";
    await vi.waitFor(
      async () => {
        for (const server of [one, two]) {
          const { data } = await server.ask(run.token, query, { names });
          expect(data.secretValues).toEqual(names.map((name) => ({ name, error: null })));
        }
        expect(await keyNumbers(one)).toEqual([2]);
      },
      { timeout: 30_000, interval: 50 },
    );
    for (const row of await valueRows(one)) expect(() => opened(row)).toThrow("can't be decrypted");
    expect((await one.read(run.token, "name 1")).data.secretValue).toBe(canary);
    const rollback = 'mutation { rollbackSecret(input: { name: "name 1", version: 1 }) { version } }';
    expect((await two.ask(two.admin, rollback)).data.rollbackSecret.version).toBe(3);
    expect((await one.read(run.token, "name 1")).data.secretValue).toEqual(largeValue("name 1"));
  });

  test("a server that starts later goes on, and a value that was tampered with does not hold it up", async () => {
    const before = await testServer({ stores: await newStores() });
    await setMany(before, 60);
    await before.close();
    await rotate(before);
    await before.sql(`update vault_value set sealed = (select sealed from vault_value where name = 'name 2')
                      where name = 'name 1'`);
    await rotate(before);
    expect(await keyNumbers(before)).toEqual([1, 2, 3]);

    const server = await testServer(soon, before);
    await vi.waitFor(async () => expect(await keyNumbers(server)).toEqual([3]), { timeout: 60_000, interval: 50 });
    const run = await server.openRun();
    expect((await server.read(run.token, "name 0")).data.secretValue).toEqual(largeValue("name 0"));
    expect((await server.read(run.token, "name 1")).code).toBe("DECRYPTION_FAILED");
    const underOldKeys = (await valueRows(server)).filter(({ sealed }) => sealed.readUInt32BE(1) < 3);
    expect(underOldKeys).toMatchObject([{ name: "name 1" }]);
  });

  test("a key seals no more values than it may, and another one does", async () => {
    const server = await testServer({ stores: await newStores() });
    await setMany(server, 3);
    await server.set("name 0", 1);
    const writes = async (): Promise<unknown[]> => server.sql("select writes from vault_team_key order by number");
    expect(await writes()).toMatchObject([{ writes: 4 }]);
    await server.sql(`update vault_team_key set writes = ${2 ** 30 - 1}`);
    expect((await server.set("n", 1)).code).toBeUndefined();
    expect((await server.set("n", 2)).code).toBe("KEY_USED_UP");
    const rollback = 'mutation { rollbackSecret(input: { name: "name 0", version: 1 }) { version } }';
    expect((await server.ask(server.admin, rollback)).code).toBe("KEY_USED_UP");
    await rotate(server);
    expect((await server.set("n", canary)).data.setSecret.version).toBe(2);
    const run = await server.openRun();
    expect((await server.read(run.token, "n")).data.secretValue).toBe(canary);
  });
});

describe.each(stores)("a server that misses the next master key, on %s", (_where, newStores) => {
  const printKey = (letter: string): string => `echo keyfold_master_${letter.repeat(42)}A`;
  const readiness = async ({ server, clock }: TestServer): Promise<unknown> => {
    clock.now += 1000;
    return JSON.parse((await server.inject({ method: "GET", url: "/readyz" })).body);
  };

  test("goes on with the keys that it has, also of teams that it never served, and says so in /readyz", async () => {
    const first = await testServer({ stores: { ...(await newStores()), masterKeyCommand: printKey("a") } });
    const make = 'mutation { createTeam(input: { name: "other" }) { token } }';
    const { token } = (await first.ask(first.admin, make)).data.createTeam;
    await first.set("n", canary, token);
    await first.close();
    const server = await testServer({}, first);
    expect(await readiness(server)).toMatchObject({ status: "ok", parts: { key: "ok" } });

    await rotate(server, printKey("b"), false);
    const run = (await server.ask(token, "mutation { openRun(input: {}) { token } }")).data.openRun;
    expect((await server.read(run.token, "n")).data.secretValue).toBe(canary);
    expect((await server.set("n", 2, token)).data.setSecret.version).toBe(2);
    expect(await readiness(server)).toMatchObject({
      status: "unavailable",
      parts: { key: "unavailable", vault: "ok" },
    });

    // What needs the new key is refused until it is there.
    const next = await testServer({}, { ...server, stores: { ...server.stores, masterKeyCommand: printKey("b") } });
    const team = (await next.ask(next.admin, make.replace("other", "third"))).data.createTeam;
    await next.set("n", canary, team.token);
    const third = (await next.ask(team.token, "mutation { openRun(input: {}) { token } }")).data.openRun;
    expect((await next.read(third.token, "n")).data.secretValue).toBe(canary);
    expect((await server.read(third.token, "n")).code).toBe("VAULT_UNAVAILABLE");
    await rotate(next, printKey("c"));
    expect((await server.set("n", 3, token)).code).toBe("VAULT_UNAVAILABLE");
    expect((await server.read(run.token, "n")).data.secretValue).toBe(2);
  });
});

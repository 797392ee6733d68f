import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { type Answer, type TestServer, testServer } from "../../test/test-server.ts";

const dayMs = 86_400_000;

function remove({ ask, admin }: TestServer, name: string, purge?: boolean): Promise<Answer> {
  const query = "mutation ($i: deleteSecretInput!) { deleteSecret(input: $i) { success } }";
  return ask(admin, query, { i: { name, purge } });
}

function restore({ ask, admin }: TestServer, name: string): Promise<Answer> {
  const query = "mutation ($i: restoreSecretInput!) { restoreSecret(input: $i) { success version } }";
  return ask(admin, query, { i: { name } });
}

function setIf({ ask, admin }: TestServer, name: string, value: unknown, ifVersion?: number): Promise<Answer> {
  const query = "mutation ($i: setSecretInput!) { setSecret(input: $i) { version } }";
  return ask(admin, query, { i: { name, value, ifVersion } });
}

const storedValues = "select version from vault_value order by version";

describe("a secret that was removed", () => {
  test("can't be read or listed, and comes back with its versions and what is known of it", async () => {
    const server = await testServer();
    const { set, read, openRun, ask, admin, audit, clock } = server;
    const run = await openRun();
    for (const value of ["old", canary]) await set("n", value);
    const listed = "{ secret { name version createdAt updatedAt updatedBy deletedAt versions { version } } }";
    const before = (await ask(admin, listed)).data;
    clock.now += 1000;
    expect((await remove(server, "n")).data.deleteSecret).toEqual({ success: true });
    expect((await read(run.token, "n")).code).toBe("NOT_FOUND");
    expect((await ask(admin, listed)).data.secret).toEqual([]);
    expect((await remove(server, "n")).code).toBe("NOT_FOUND");

    clock.now += 30 * dayMs;
    expect((await restore(server, "n")).data.restoreSecret).toEqual({ success: true, version: 2 });
    expect((await ask(admin, listed)).data).toEqual(before);
    expect((await read((await openRun()).token, "n")).data.secretValue).toBe(canary);
    expect((await restore(server, "n")).code).toBe("NOT_FOUND");
    const rows = (await audit()).filter(({ action }) => /delete|restore/.test(action));
    expect(rows.map(({ action, subject, outcome, code }) => [action, subject, outcome, code])).toEqual([
      ["secret.delete", "n", "allowed", null],
      ["secret.delete", "n", "refused", "NOT_FOUND"],
      ["secret.restore", "n", "allowed", null],
      ["secret.restore", "n", "refused", "NOT_FOUND"],
    ]);
  });

  test("does not come back over another of its name, which is a new one from version 1", async () => {
    const server = await testServer();
    await server.set("n", canary);
    await server.set("n", canary);
    await remove(server, "n");
    expect((await server.set("n", "new")).data.setSecret.version).toBe(1);
    expect((await restore(server, "n")).code).toBe("CONFLICT");
    expect((await server.read((await server.openRun()).token, "n")).data.secretValue).toBe("new");
  });

  test("goes for good with purge, also if it was removed before", async () => {
    const server = await testServer();
    await server.set("n", canary);
    await remove(server, "n");
    await server.set("n", "new");
    expect(await server.sql(storedValues)).toHaveLength(2);
    expect((await remove(server, "n", true)).data.deleteSecret).toEqual({ success: true });
    expect(await server.sql(storedValues)).toEqual([]);
    expect((await restore(server, "n")).code).toBe("NOT_FOUND");
    await server.set("n", canary);
    await remove(server, "n");
    expect((await remove(server, "n", true)).data.deleteSecret).toEqual({ success: true });
    for (const table of ["vault_value", "secret_version", "secret", "removed_secret"]) {
      expect(await server.sql(`select * from ${table}`)).toEqual([]);
    }
    expect((await remove(server, "n", true)).code).toBe("NOT_FOUND");
    const deletions = '{ auditEvents(where: { action: "secret.delete", outcome: allowed }) { detail } }';
    const rows = (await server.ask(server.admin, deletions)).data.auditEvents;
    expect(rows.map(({ detail }: { detail: unknown }) => detail)).toEqual([
      { purge: true },
      null,
      { purge: true },
      null,
    ]);
  });

  test("is deleted for good after so many days, with its row in the audit log, however many there are", async () => {
    const server = await testServer({ limits: { deletedDays: 7 } });
    const names = Array.from({ length: 25 }, (_, at) => `name ${String(at).padStart(2, "0")}`);
    for (const name of [...names, "later"]) await server.set(name, canary);
    for (const name of names) await remove(server, name);
    server.clock.now += dayMs;
    await remove(server, "later");
    server.clock.now += 6 * dayMs - 1;
    await server.close();
    const early = await testServer({ limits: { deletedDays: 7 } }, server);
    await early.ask(early.admin, "{ secret { name } }");
    expect(await early.sql("select name from removed_secret")).toHaveLength(26);
    await early.close();

    server.clock.now += 1;
    const swept = await testServer({ limits: { deletedDays: 7 } }, server);
    const left = (): Promise<unknown[]> => swept.sql("select name from removed_secret");
    await vi.waitFor(async () => expect(await left()).toEqual([{ name: "later" }]), { timeout: 60_000 });
    expect(await swept.sql("select name from vault_value")).toEqual([{ name: "later" }]);
    expect(await swept.sql("select name from secret_version")).toEqual([{ name: "later" }]);
    const purged = (await swept.audit()).filter(({ action }) => action === "secret.purge");
    expect(purged.map(({ subject, actor, outcome }) => [subject, actor, outcome]).sort()).toEqual(
      names.map((name) => [name, "server", "allowed"]),
    );
    expect((await restore(swept, "later")).data.restoreSecret).toEqual({ success: true, version: 1 });
  });
});

test("a purged value is in no file of the data folder, encrypted or not, once that is answered", async () => {
  const server = await testServer({ stores: {} });
  const { set, sql, dataFolder } = server;
  for (const value of [canary, "another"]) await set("n", value);
  const stored = (await sql("select sealed from vault_value")) as { sealed: Buffer }[];
  const held = (): Buffer[] => {
    const files = readdirSync(dataFolder).map((name) => readFileSync(join(dataFolder, name)));
    return stored.map(({ sealed }) => sealed).filter((sealed) => files.some((bytes) => bytes.includes(sealed)));
  };
  await remove(server, "n");
  expect(held()).toHaveLength(2);
  await remove(server, "n", true);
  expect(held()).toEqual([]);
});

test("whatever is set, removed, restored and purged, a name is what a simple model says", async () => {
  const server = await testServer();
  const { token } = await server.openRun();
  let count = 0;
  const step = fc.oneof(
    fc.record({ do: fc.constant("set"), ifVersion: fc.option(fc.nat(3), { nil: undefined }) }),
    fc.record({ do: fc.constantFrom("remove", "purge", "restore") }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      count += 1;
      const name = `name ${count}`;
      let live: string[] | undefined;
      let removed: string[] | undefined;
      for (const [at, one] of steps.entries()) {
        if ("ifVersion" in one) {
          const { ifVersion } = one;
          const fits = ifVersion === undefined || ifVersion === (live?.length ?? 0);
          if (fits) live = [...(live ?? []), `${canary} ${at}`];
          const answer = await setIf(server, name, `${canary} ${at}`, ifVersion);
          expect(fits ? answer.data.setSecret.version : answer.code).toBe(fits ? live?.length : "CONFLICT");
        } else if (one.do === "restore") {
          const { code } = await restore(server, name);
          expect(code).toBe(removed === undefined ? "NOT_FOUND" : live === undefined ? undefined : "CONFLICT");
          if (code === undefined) [live, removed] = [removed, undefined];
        } else {
          const purge = one.do === "purge";
          const { code } = await remove(server, name, purge);
          const found = live !== undefined || (purge && removed !== undefined);
          expect(code).toBe(found ? undefined : "NOT_FOUND");
          if (found) [live, removed] = [undefined, purge ? undefined : live];
        }
        const read = await server.read(token, name);
        expect(read.code ?? read.data.secretValue).toBe(live?.at(-1) ?? "NOT_FOUND");
      }
      const values = await server.sql(`select version from vault_value where name = '${name}'`);
      expect(values).toHaveLength((live?.length ?? 0) + (removed?.length ?? 0));
    }),
    { numRuns: 12 },
  );
});

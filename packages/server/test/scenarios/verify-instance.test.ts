import { describe, expect, test } from "vitest";
import { wholeTeam } from "../../src/access/grants.ts";
import { insertToken, newToken } from "../../src/access/new-team.ts";
import { type InstanceReport, verifyInstance } from "../../src/audit/verify-instance.ts";
import { type TestServer, testServer } from "../test-server.ts";
import { createTrust, deploy } from "../trusts.ts";

async function verify({ openInstance }: TestServer): Promise<InstanceReport> {
  const instance = await openInstance();
  return verifyInstance(instance).finally(() => instance.database.close());
}

const mutate = (field: string) => `mutation ($id: ID!) { ${field}(input: { id: $id }) { success } }`;
const deleteSecret = 'mutation { deleteSecret(input: { name: "a" }) { success } }';
const restoreSecret = 'mutation { restoreSecret(input: { name: "a" }) { version } }';

interface Made {
  readonly server: TestServer;
  /** Makes the rows of a table come back later. */
  save(table: string): Promise<unknown>;
  /** Some ids in the database. */
  readonly token: string;
  readonly run: string;
}

async function made(): Promise<Made> {
  const server = await testServer();
  const { id: token } = await server.makeToken("editor");
  const { id: run } = await server.openRun({ ttlSeconds: 3600 });
  for (const name of ["a", "b"]) await server.set(name, 1);
  await server.set("a", 2);
  const save = (table: string) => server.sql(`create table saved as select * from ${table}`);
  return { server, save, token, run };
}

async function putBackRuns({ sql }: TestServer): Promise<void> {
  await sql("delete from run");
  await sql("insert into run select * from saved");
}

describe("verifyInstance", () => {
  test("finds nothing where only servers wrote, whatever they did", async () => {
    const { server, token, run } = await made();
    const { ask, admin, clock } = server;
    await ask(admin, 'mutation { rollbackSecret(input: { name: "a", version: 1 }) { version } }');
    await ask(admin, 'mutation { deleteSecret(input: { name: "b" }) { success } }');
    await server.set("b", 3);
    await ask(admin, 'mutation { deleteSecret(input: { name: "b", purge: true }) { success } }');
    await server.set("b", 3);
    await server.set("c", 3);
    await ask(admin, 'mutation { deleteSecret(input: { name: "c" }) { success } }');
    await ask(admin, 'mutation { restoreSecret(input: { name: "c" }) { success } }');
    await ask(admin, 'mutation { describeSecret(input: { name: "c", owner: "ada" }) { success } }');
    const runner = await server.makeToken("runner");
    const open = "mutation { openRun(input: { ttlSeconds: 60 }) { id token } }";
    await ask(runner.token, open);
    clock.now += 60_000;
    const other = (await ask(runner.token, open)).data.openRun;
    await ask(other.token, "mutation ($id: ID!) { extendRun(input: { id: $id, ttlSeconds: 90 }) { id } }", other);
    await ask(admin, mutate("revokeToken"), { id: runner.id });
    await ask(admin, mutate("revokeToken"), { id: token });
    await ask(admin, mutate("endRun"), { id: run });
    const trusts = [await createTrust(server, deploy), await createTrust(server, { ...deploy, name: "other" })];
    await ask(admin, mutate("deleteTrust"), { id: trusts[0]?.data.createTrust.id });
    const team = (await ask(admin, 'mutation { createTeam(input: { name: "other" }) { token } }')).data.createTeam;
    await server.set("a", 1, team.token);
    expect(await verify(server)).toEqual({ ok: true, rows: expect.any(Number), head: expect.any(String) });
  });

  // An attack, or the SQL that is one.
  const attacks: [what: string, kind: string, message: string, string | ((of: Made) => unknown)][] = [
    [
      "a revoked token that was put back with its mac",
      "token",
      "was revoked, and is valid in the database",
      async ({ server, save, token }) => {
        await save("token");
        await server.ask(server.admin, mutate("revokeToken"), { id: token });
        await server.sql(`update token set revoked_at = null,
          mac = (select mac from saved where saved.id = token.id) where id = '${token}'`);
      },
    ],
    [
      "a token that is revoked in the database alone",
      "token",
      "is revoked, and the log does not say so",
      ({ token }) => `update token set revoked_at = 1, mac = null where id = '${token}'`,
    ],
    [
      "a token whose row was changed",
      "token",
      "is not what the server wrote",
      ({ token }) => `update token set role = 'admin' where id = '${token}'`,
    ],
    [
      "a token that was never recorded, of somebody who had the key",
      "token",
      "was never recorded",
      async ({ server }) => {
        const { database, rowKeys } = await server.openInstance();
        const from = { teamId: server.teamId, name: "forged", createdAt: 1, createdBy: "x", createdById: null };
        const forged = newToken({ ...from, grants: [wholeTeam("runner")], expiresAt: null });
        await database.transaction((transaction) => insertToken(transaction, rowKeys, forged));
        await database.close();
      },
    ],
    [
      "a token that was removed",
      "token",
      "was removed, and the log does not say so",
      ({ token }) => `delete from token where id = '${token}'`,
    ],
    [
      "a deleted trust that was put back with its mac",
      "trust",
      "was deleted, and is valid in the database",
      async ({ server, save }) => {
        const { id } = (await createTrust(server, deploy)).data.createTrust;
        await save("trust");
        await server.ask(server.admin, mutate("deleteTrust"), { id });
        await server.sql("insert into trust select * from saved");
      },
    ],
    [
      "a trust whose row was changed",
      "trust",
      "is not what the server wrote",
      async ({ server }) => {
        await createTrust(server, deploy);
        await server.sql("update trust set issuer = 'https://evil.example'");
      },
    ],
    [
      "a trust that was removed",
      "trust",
      "was removed, and the log does not say so",
      async ({ server }) => {
        await createTrust(server, deploy);
        await server.sql("delete from trust");
      },
    ],
    [
      "an ended run that was put back with its mac",
      "run",
      "was ended, and is not in the database",
      async ({ server, save, run }) => {
        await save("run");
        await server.ask(server.admin, mutate("endRun"), { id: run });
        await putBackRuns(server);
      },
    ],
    [
      "a run that ended with its opener's token and was put back",
      "run",
      "was ended, and is not in the database",
      async ({ server, save }) => {
        const { id, token } = await server.makeToken("runner");
        await server.ask(token, "mutation { openRun(input: {}) { id } }");
        await save("run");
        await server.ask(server.admin, mutate("revokeToken"), { id });
        await putBackRuns(server);
      },
    ],
    [
      "a run that was shortened and put back as it was",
      "run",
      "has another end than the log says",
      async ({ server, save, run }) => {
        await save("run");
        const shorten = "mutation ($id: ID!) { extendRun(input: { id: $id, ttlSeconds: 60 }) { id } }";
        await server.ask(server.admin, shorten, { id: run });
        await putBackRuns(server);
      },
    ],
    [
      "a run that is ended in the database alone",
      "run",
      "is ended, and the log does not say so",
      "update run set ended_at = 1, mac = null",
    ],
    ["a run that was removed", "run", "was removed, and the log does not say so", "delete from run"],
    ["a run whose row was changed", "run", "is not what the server wrote", "update run set label = 'x'"],
    [
      "a secret that was made to point to an older version",
      "secret",
      "has version 1, and version 2 in the log",
      "update secret set version = 1 where name = 'a'",
    ],
    [
      "a secret that was made to point to the one before it, and was rolled back",
      "secret",
      "has version 3, and version 2 in the log",
      async ({ server }) => {
        await server.ask(server.admin, deleteSecret);
        await server.set("a", 3);
        await server.sql("update secret set version = 2, id = (select id from removed_secret) where name = 'a'");
        await server.ask(server.admin, 'mutation { rollbackSecret(input: { name: "a", version: 1 }) { version } }');
      },
    ],
    [
      "a secret that was removed and put back",
      "secret",
      "is there, and the log does not say so",
      async ({ server, save }) => {
        await save("secret");
        await server.ask(server.admin, deleteSecret);
        await server.sql("insert into secret select * from saved where name = 'a'");
      },
    ],
    [
      "a removed secret that was made to point to an older version, and was restored",
      "secret",
      "has version 1, and version 2 in the log",
      async ({ server }) => {
        await server.ask(server.admin, deleteSecret);
        await server.sql("update removed_secret set version = 1");
        await server.ask(server.admin, restoreSecret);
      },
    ],
    [
      "a secret that was purged, put back as removed, and restored",
      "secret",
      "is there, and the log does not say so",
      async ({ server, save }) => {
        await server.ask(server.admin, deleteSecret);
        await save("removed_secret");
        await server.ask(server.admin, 'mutation { deleteSecret(input: { name: "a", purge: true }) { success } }');
        await server.sql("insert into removed_secret select * from saved");
        await server.ask(server.admin, restoreSecret);
      },
    ],
    [
      "a secret in place of the one that was made anew under its name",
      "secret",
      "is one that was removed before",
      async ({ server, save }) => {
        await server.ask(server.admin, deleteSecret);
        await server.set("a", 3);
        await save("secret");
        await server.ask(server.admin, deleteSecret);
        await server.set("a", 4);
        await server.sql("delete from secret where name = 'a'");
        await server.sql("insert into secret select * from saved where name = 'a'");
      },
    ],
    [
      "a secret that was removed from the database",
      "secret",
      "was removed, and the log does not say so",
      "delete from secret where name = 'b'",
    ],
    [
      "a secret whose value is gone",
      "secret",
      "has no value for its newest version",
      "delete from vault_value where name = 'b'",
    ],
    ["a team whose row was changed", "team", "is not what the server wrote", "update team set is_first = 0"],
  ];
  test.each(attacks)("names %s", async (_what, kind, message, attack) => {
    const of = await made();
    const sql = typeof attack === "string" ? attack : await attack(of);
    if (typeof sql === "string") await of.server.sql(sql);
    const report = await verify(of.server);
    expect(report).toMatchObject({ ok: false, differences: [{ kind, message }] });
    expect(report.problem).toBeUndefined();
  });

  test("names no more than a hundred", async () => {
    const { server } = await made();
    const input = Array.from({ length: 150 }, (_none, index) => ({ name: `of many ${index}`, value: 1 }));
    await server.ask(server.admin, "mutation ($i: [setSecretInput!]!) { setSecrets(input: $i) { success } }", {
      i: input,
    });
    await server.sql("delete from secret");
    expect((await verify(server)).differences).toHaveLength(100);
  });
});

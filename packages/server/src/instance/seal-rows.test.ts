import { createHash } from "node:crypto";
import { copyFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type TestServer, testServer } from "../../test/test-server.ts";
import { rowMac, startOfChain } from "../audit/audit-row.ts";

/** Takes a token's row back to what it was before rows were authenticated. */
async function unseal(server: TestServer, tokens: readonly string[]): Promise<void> {
  const { database } = await server.openInstance();
  await database.transaction(async ({ query }) => {
    await query.updateTable("instance").set({ rows_sealed: 0 }).execute();
    await query.updateTable("team").set({ mac: null }).execute();
    for (const [index, { id }] of (await query.selectFrom("token").select("id").execute()).entries()) {
      const hash = createHash("sha256")
        .update(tokens[index] ?? "")
        .digest();
      await query.updateTable("token").set({ hash, mac: null, grants: "[]" }).where("id", "=", id).execute();
    }
  });
  await database.close();
}

/** Makes the audit log look like one of before: rows of the old format, with their macs, and no file that names the last. */
async function withOldLog(server: TestServer): Promise<void> {
  rmSync(join(server.dataFolder, "audit.head"));
  const { database, auditKey } = await server.openInstance();
  await database.transaction(async ({ query }) => {
    let previous: Buffer = startOfChain;
    for (const row of await query.selectFrom("audit_event").selectAll().orderBy("seq").execute()) {
      const old = {
        ...row,
        version: null,
        label: null,
        address: null,
        agent: null,
        asked: null,
        detail: null,
        format: 1,
      };
      const mac = rowMac(auditKey, previous, old);
      previous = mac;
      await query
        .updateTable("audit_event")
        .set({ ...old, mac })
        .where("seq", "=", row.seq)
        .execute();
    }
  });
  await database.close();
}

describe("sealRows", () => {
  test("tokens of before work as they did, and the log says that rows were sealed", async () => {
    const before = await testServer();
    await before.close();
    await withOldLog(before);
    await unseal(before, [before.admin]);

    const server = await testServer({}, before);
    expect((await server.ask(server.admin, "{ teams { id } }")).data.teams).toHaveLength(1);
    expect((await server.makeToken("runner")).token).toMatch(/^keyfold_team_/);
    expect(await server.sql("select action from audit_event where action = 'rows.seal'")).toHaveLength(1);
  });

  test("that a power failure takes back are sealed at the next start", async () => {
    const before = await testServer();
    await before.close();
    await withOldLog(before);
    await unseal(before, [before.admin]);
    const file = join(before.dataFolder, "keyfold.db");
    copyFileSync(file, `${file}.before`);
    await (await testServer({}, before)).close();
    renameSync(`${file}.before`, file);
    const server = await testServer({}, before);
    expect(await server.sql("select action from audit_event where action = 'rows.seal'")).toHaveLength(1);
  });

  test("a sealed instance is not sealed again because somebody took the mark away", async () => {
    const server = await testServer();
    await server.close();
    const { database } = await server.openInstance();
    await database.transaction(async ({ query }) => {
      await query.updateTable("instance").set({ rows_sealed: 0 }).execute();
    });
    await database.close();
    await expect(testServer({}, server)).rejects.toMatchObject({ code: "AUDIT_BROKEN" });
  });
});

describe("rows that are believed", () => {
  test.each([
    ["a token's role", "update token set role = 'admin' where name = 'a runner'"],
    [
      "a token's grants",
      "update token set grants = (select grants from token where name = 'admin') where name = 'a runner'",
    ],
    ["a token's end", "update token set expires_at = null where name = 'a runner'"],
    ["a token's team", "update token set team_id = 'other' where name = 'a runner'"],
    ["a token without a mac", "update token set mac = null where name = 'a runner'"],
    [
      "another token's mac",
      "update token set mac = (select mac from token where name = 'admin') where name = 'a runner'",
    ],
  ])("%s that was changed in the database is believed by nobody", async (_what, statement) => {
    const server = await testServer();
    const { token } = await server.makeToken("runner", 3600);
    await server.sql("insert into team (id, name, created_at, is_first) values ('other', 'other', 0, 0)");
    const open = () => server.ask(token, "mutation { openRun(input: {}) { id } }");
    expect((await open()).code).toBeUndefined();
    await server.sql(statement);
    expect((await open()).code).toBe("UNAUTHENTICATED");
  });

  test("a team that was changed in the database is believed by no token that is looked up", async () => {
    const server = await testServer();
    const { token } = await server.makeToken("runner", 3600);
    const open = () => server.ask(token, "mutation { openRun(input: {}) { id } }");
    expect((await open()).code).toBeUndefined();
    await server.sql("update team set is_first = 1 - is_first");
    expect((await server.ask(token, "{ whoami { name } }")).code).toBe("UNAUTHENTICATED");
    expect((await open()).code).toBe("UNAUTHENTICATED");
  });

  test.each([
    ["its allow-list", "update run set allow = null"],
    ["its end", "update run set expires_at = expires_at + 1"],
    ["its team", "update run set team_id = 'other'"],
    ["its mac", "update run set mac = null"],
  ])("a run with %s changed in the database reads nothing", async (_what, statement) => {
    const server = await testServer();
    await server.set("a", "of no interest");
    await server.sql("insert into team (id, name, created_at, is_first) values ('other', 'other', 0, 0)");
    const { token } = await server.openRun({ allow: ["a"] });
    expect((await server.read(token, "a")).code).toBeUndefined();
    await server.sql(statement);
    // By the commit, as the server remembers the run; then it is looked up.
    expect((await server.read(token, "a")).code).toBe("RUN_ENDED");
    expect((await server.read(token, "a")).code).toBe("UNAUTHENTICATED");
  });

  test("a revoked token and an ended run do not come back by clearing the instant", async () => {
    const server = await testServer();
    const { token, id } = await server.makeToken("editor");
    const run = await server.openRun();
    await server.ask(server.admin, "mutation ($id: ID!) { revokeToken(input: { id: $id }) { success } }", { id });
    await server.ask(server.admin, "mutation ($id: ID!) { endRun(input: { id: $id }) { success } }", { id: run.id });
    await server.sql("update token set revoked_at = null");
    await server.sql("update run set ended_at = null");
    expect((await server.set("a", 1, token)).code).toBe("UNAUTHENTICATED");
    expect((await server.read(run.token, "a")).code).toBe("UNAUTHENTICATED");
    const extend = await server.ask(server.admin, "mutation ($id: ID!) { extendRun(input: { id: $id }) { id } }", {
      id: run.id,
    });
    expect(extend.code).toBe("NOT_FOUND");
  });
});

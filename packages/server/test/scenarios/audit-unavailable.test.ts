import { renameSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { testServer } from "../test-server.ts";

describe("when the log can't be written", () => {
  const breaks: [what: string, sql: string][] = [
    ["its table is gone", "drop table audit_event"],
    ["its end was cut off", "delete from audit_event where seq = (select max(seq) from audit_event)"],
    [
      "its last row was edited",
      "update audit_event set mac = zeroblob(32) where seq = (select max(seq) from audit_event)",
    ],
    ["it was emptied", "delete from audit_event"],
    ["a write of it fails", "create trigger no before insert on audit_event begin select raise(abort, 'full'); end"],
  ];
  test.each(breaks)("because %s, nothing is given out and nothing changed", async (_what, sql) => {
    const { set, read, ask, admin, openRun, tamper, server, log, sql: query } = await testServer();
    await set("n", canary);
    const run = await openRun();
    tamper((database) => database.exec(sql));
    expect(await read(run.token, "n")).toMatchObject({
      data: { secretValue: null },
      code: "AUDIT_UNAVAILABLE",
      status: 200,
    });
    expect(await read(admin, "n")).toMatchObject({ code: "AUDIT_UNAVAILABLE" });
    expect((await set("n", "new")).code).toBe("AUDIT_UNAVAILABLE");
    const open = await ask(admin, "mutation { openRun(input: {}) { token } }");
    expect(open).toMatchObject({ data: null, code: "AUDIT_UNAVAILABLE" });
    expect((await ask(admin, "{ secret { version } }")).code).toBe("AUDIT_UNAVAILABLE");
    expect(await query("select version from secret")).toEqual([{ version: 1 }]);
    const ready = await server.inject({ method: "GET", url: "/readyz" });
    expect({ status: ready.statusCode, ...JSON.parse(ready.body) }).toMatchObject({
      status: "unavailable",
      parts: { database: "ok", vault: "ok", audit: "unavailable" },
    });
    expect(ready.statusCode).toBe(503);
    expect(log()).toContain("the audit log can't be written");
  });

  test("because its last row was edited while no server ran, nothing is changed", async () => {
    const before = await testServer();
    await before.set("n", canary);
    await before.close();
    before.tamper((database) =>
      database.exec("update audit_event set actor = 'another' where seq = (select max(seq) from audit_event)"),
    );
    const { set, log } = await testServer({}, before);
    expect((await set("n", "new")).code).toBe("AUDIT_UNAVAILABLE");
    expect(log()).toContain("of the audit log is not authentic");
  });

  test("because a write of it fails, a list is refused; once it can be, the list is given and recorded", async () => {
    const { ask, admin, tamper, sql } = await testServer();
    tamper((database) => database.exec(breaks[4]?.[1] ?? ""));
    expect((await ask(admin, "{ teams { id } }")).code).toBe("AUDIT_UNAVAILABLE");
    tamper((database) => database.exec("drop trigger no"));
    expect((await ask(admin, "{ teams { id } }")).code).toBeUndefined();
    const recorded = await sql("select outcome from audit_event where action = 'team.list'");
    expect(recorded).toEqual([{ outcome: "allowed" }]);
  });

  test("because the file was put away, it is noticed at the next write; when it is back, all goes on", async () => {
    const { set, dataFolder, read, openRun } = await testServer();
    await set("n", canary);
    const run = await openRun();
    const file = join(dataFolder, "keyfold.db");
    renameSync(file, `${file}.away`);
    expect((await set("n", 1)).code).toBe("AUDIT_UNAVAILABLE");
    expect((await read(run.token, "n")).code).toBe("AUDIT_UNAVAILABLE");
    renameSync(`${file}.away`, file);
    expect((await set("n", 1)).data.setSecret.version).toBe(2);
    expect((await read(run.token, "n")).data.secretValue).toBe(1);
  });
});

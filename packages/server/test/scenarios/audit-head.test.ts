import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { AuditHead } from "../../src/audit/audit-head.ts";
import { acceptAuditHead } from "../../src/instance/accept-head.ts";
import { instanceSettings } from "../../src/settings/settings.ts";
import { type TestServer, testServer } from "../test-server.ts";

const fileOf = ({ dataFolder }: TestServer): string => join(dataFolder, "audit.head");
const rowIn = (file: string): number => Number(/row (\d+)/.exec(readFileSync(file, "utf8"))?.[1]);
const accept = ({ dataFolder, stores }: TestServer): Promise<number> =>
  acceptAuditHead(instanceSettings(dataFolder, stores));

/** A server that stopped, and whose log somebody then cut off after a row. */
async function cutAfter(row: number): Promise<TestServer> {
  const server = await testServer();
  for (let count = 1; count <= 8; count += 1) await server.set(`name ${count}`, count);
  await server.close();
  await server.sql(`delete from audit_event where seq > ${row}`);
  return server;
}

describe("AuditHead", () => {
  test("follows the log while the server serves, without being asked", async () => {
    const server = await testServer();
    expect(rowIn(fileOf(server))).toBe(2);
    await server.set("a", 1);
    await vi.waitFor(() => expect(rowIn(fileOf(server))).toBe(3), { timeout: 60_000 });
    await server.set("a", 2);
    await server.close();
    expect(rowIn(fileOf(server))).toBe(4);
    await testServer({}, server);
  });

  test("a log whose end was cut off is refused by the server that starts, until somebody accepts it", async () => {
    const server = await cutAfter(9);
    await expect(testServer({}, server)).rejects.toMatchObject({
      code: "AUDIT_BROKEN",
      message: expect.stringContaining("names row 10, which is not there: the log was cut off"),
      tip: expect.stringContaining("keyfold-server audit accept-head"),
    });
    expect(await accept(server)).toBe(10);
    const again = await testServer({}, server);
    expect((await again.audit()).at(-1)).toMatchObject({ action: "audit.accept", actor: "accept-head" });
  });

  test.each<[what: string, change: (file: string) => void, message: string]>([
    ["no file", (file) => rmSync(file), "is not there"],
    ["an empty file", (file) => writeFileSync(file, ""), "was not written by a server of this instance"],
    [
      "a file with another row",
      (file) => writeFileSync(file, readFileSync(file, "utf8").replace("row 10", "row 9")),
      "was not written by a server of this instance",
    ],
  ])("%s is refused, too", async (_what, change, message) => {
    const server = await cutAfter(10);
    change(fileOf(server));
    await expect(testServer({}, server)).rejects.toMatchObject({
      code: "AUDIT_BROKEN",
      message: expect.stringContaining(message),
    });
    await accept(server);
    await testServer({}, server);
  });

  test("a log that was cut off and went on is refused: the row that is named is another", async () => {
    const server = await cutAfter(9);
    const kept = `${fileOf(server)}.kept`;
    copyFileSync(fileOf(server), kept);
    await accept(server);
    const between = await testServer({}, server);
    await between.set("a", 1);
    await between.close();
    copyFileSync(kept, fileOf(server));
    await expect(testServer({}, server)).rejects.toMatchObject({
      code: "AUDIT_BROKEN",
      message: expect.stringContaining("names row 10, which was changed"),
    });
  });

  test("of servers that share a file, the one with the higher row counts", async () => {
    const server = await testServer();
    await server.close();
    const { database, auditKey } = await server.openInstance();
    const [one, two] = [1, 2].map(() => new AuditHead(fileOf(server), auditKey, () => {}));
    const mac = Buffer.alloc(32);
    one?.note([{ seq: 8, mac }]);
    await one?.close();
    two?.note([{ seq: 7, mac }]);
    await two?.close();
    expect((await one?.read())?.seq).toBe(8);
    await database.close();
  });

  test("is nowhere where the settings say so, and elsewhere where they name a file", async () => {
    const off = await testServer({ stores: { auditHead: "off" } });
    await off.set("a", 1);
    await off.close();
    expect(existsSync(fileOf(off))).toBe(false);
    await expect(acceptAuditHead(instanceSettings(off.dataFolder, off.stores))).rejects.toMatchObject({
      code: "SETTINGS_INVALID",
    });
    const elsewhere = join(off.dataFolder, "elsewhere");
    await acceptAuditHead(instanceSettings(off.dataFolder, { auditHead: elsewhere }));
    const server = await testServer({}, { ...off, stores: { auditHead: elsewhere } });
    await server.set("a", 2);
    await server.close();
    expect(rowIn(elsewhere)).toBe(5);
  });

  test("one that can't be written is reported once, and holds nothing up", async () => {
    const server = await testServer({ stores: { auditHead: "off" } });
    await server.close();
    const { database, auditKey } = await server.openInstance();
    const errors: unknown[] = [];
    const head = new AuditHead(join(server.dataFolder, "none/audit.head"), auditKey, (error) => errors.push(error));
    for (const seq of [1, 2]) {
      head.note([{ seq, mac: Buffer.alloc(32) }]);
      await head.close();
    }
    await expect(head.accept(database)).rejects.toMatchObject({ code: "FILE_NOT_WRITTEN" });
    await database.close();
    expect(errors).toMatchObject([{ code: "ENOENT" }]);
  });
});

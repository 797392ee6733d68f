import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { canary, spellings } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import SqliteConnection from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { verifyAudit } from "../../src/audit/verify-audit.ts";
import { backupInstance } from "../../src/instance/backup-instance.ts";
import { restoreInstance } from "../../src/instance/restore-instance.ts";
import { instanceSettings } from "../../src/settings/settings.ts";
import { onPostgres } from "../new-instance.ts";
import { type TestServer, testServer } from "../test-server.ts";

const backup = ({ dataFolder, stores, clock }: TestServer, file: string, withKey = true) =>
  backupInstance({ settings: instanceSettings(dataFolder, stores), file, withKey, clock: () => clock.now });
const restore = (file: string, dataFolder: string, clock = Date.now) =>
  restoreInstance({ settings: instanceSettings(dataFolder), file, clock });

describe("backup and restore", () => {
  test("a restored server has the secrets, the tokens and the whole audit log, and no live run", async () => {
    const server = await testServer();
    const folder = temporaryFolder();
    const file = join(folder, "backup");
    await server.set("n", canary);
    const run = await server.openRun();
    const writes = Array.from({ length: 100 }, (_none, index) => server.set(`name ${index}`, index));
    expect(await backup(server, file)).toEqual({ hasKey: true, vault: "database" });
    for (const answer of await Promise.all(writes)) expect(answer.errors).toEqual([]);
    await server.set("later", 1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["backup"]);
    for (const spelling of spellings(canary)) expect(readFileSync(file, "latin1")).not.toContain(spelling);

    const dataFolder = join(folder, "restored");
    // At a time at which the run would still be live.
    await restore(file, dataFolder, () => server.clock.now);
    const restored = await testServer({}, { ...server, dataFolder });
    const { database, auditKey } = await restored.openInstance();
    expect(await verifyAudit(database, auditKey)).toMatchObject({ ok: true });
    await database.close();
    expect((await restored.read(run.token, "n")).code).toBe("RUN_ENDED");
    const { token } = await restored.openRun();
    expect((await restored.read(token, "n")).data.secretValue).toBe(canary);
    expect((await restored.read(token, "later")).code).toBe("NOT_FOUND");
    for (const name of ["master.key", "keyfold.db"]) {
      expect(statSync(join(dataFolder, name)).mode & 0o777).toBe(0o600);
    }
    const key = readFileSync(join(dataFolder, "master.key"), "utf8").trim();
    await restored.close();
    expect(readFileSync(join(dataFolder, "keyfold.db"), "latin1")).not.toContain(key);
  });

  test("without the master key, the file alone opens nothing", async () => {
    const server = await testServer();
    await server.set("n", canary);
    const file = join(temporaryFolder(), "backup");
    expect(await backup(server, file, false)).toEqual({ hasKey: false, vault: "database" });
    const key = readFileSync(join(server.dataFolder, "master.key"));
    expect(readFileSync(file, "latin1")).not.toContain(key.toString("latin1").trim());
    const dataFolder = join(temporaryFolder(), "restored");
    await expect(restore(file, dataFolder)).rejects.toMatchObject({ code: "MASTER_KEY_INVALID" });
    expect(readdirSync(dataFolder)).toEqual([]);
    writeFileSync(join(dataFolder, "master.key"), key, { mode: 0o600 });
    await restore(file, dataFolder);
    const restored = await testServer({}, { ...server, dataFolder });
    expect((await restored.read((await restored.openRun()).token, "n")).data.secretValue).toBe(canary);
  });

  test("a backup with the master key that others can read is not restored; without the key it is", async () => {
    const server = await testServer();
    const folder = temporaryFolder();
    const [withKey, withoutKey] = [join(folder, "with"), join(folder, "without")];
    await backup(server, withKey);
    await backup(server, withoutKey, false);
    const dataFolder = join(folder, "restored");
    for (const file of [withKey, withoutKey]) chmodSync(file, 0o644);
    const tip = expect.stringContaining(`chmod 600 ${withKey}`);
    await expect(restore(withKey, dataFolder)).rejects.toMatchObject({ code: "MASTER_KEY_INVALID", tip });
    expect(readdirSync(dataFolder)).toEqual([]);
    copyFileSync(join(server.dataFolder, "master.key"), join(dataFolder, "master.key"));
    await restore(withoutKey, dataFolder);
    chmodSync(withKey, 0o600);
    await restore(withKey, join(folder, "restored too"));
  });

  test("nothing is ever written over", async () => {
    const server = await testServer();
    const folder = temporaryFolder();
    const file = join(folder, "backup");
    writeFileSync(file, "someone else's");
    await expect(backup(server, file)).rejects.toMatchObject({ code: "FILE_NOT_WRITTEN" });
    expect(readFileSync(file, "utf8")).toBe("someone else's");
    await expect(backup(server, join(folder, "nowhere", "backup"))).rejects.toMatchObject({ code: "FILE_NOT_WRITTEN" });
    expect(readdirSync(folder)).toEqual(["backup"]);
    const good = join(folder, "good");
    await backup(server, good);
    const before = readFileSync(join(server.dataFolder, "master.key"));
    await expect(restore(good, server.dataFolder)).rejects.toMatchObject({ code: "ALREADY_INITIALISED" });
    expect(readFileSync(join(server.dataFolder, "master.key"))).toEqual(before);
  });

  test("what a lost database or a restore that was cut off left beside it does not get into a restored one", async () => {
    const server = await testServer();
    await server.set("n", canary);
    const folder = temporaryFolder();
    const file = join(folder, "backup");
    await backup(server, file);
    for (let count = 0; count < 50; count += 1) await server.set(`name ${count}`, "a later value");
    const log = readFileSync(join(server.dataFolder, "keyfold.db-wal"));

    const lost = join(folder, "lost");
    mkdirSync(lost);
    writeFileSync(join(lost, "keyfold.db-wal"), log);
    await expect(restore(file, lost)).rejects.toMatchObject({ code: "ALREADY_INITIALISED" });
    expect(readdirSync(lost)).toEqual(["keyfold.db-wal"]);

    const cutOff = join(folder, "cut off");
    mkdirSync(cutOff);
    writeFileSync(join(cutOff, "keyfold.db.restoring-wal"), log);
    await restore(file, cutOff);
    const restored = await testServer({}, { ...server, dataFolder: cutOff });
    const { data } = await restored.ask(server.admin, "{ secret { name } }");
    expect(data.secret).toEqual([{ name: "n" }]);
  });

  test("a file that is no backup, is damaged, or has an edited audit log is refused, and leaves no data", async () => {
    const server = await testServer();
    for (let count = 0; count < 300; count += 1) await server.set(`name ${count}`, canary);
    const folder = temporaryFolder();
    const good = join(folder, "good");
    await backup(server, good);
    const damaged = join(folder, "damaged");
    const bytes = readFileSync(good);
    for (let at = 20_000; at < 40_000; at += 1) bytes[at] = 7;
    writeFileSync(damaged, bytes);
    const edited = join(folder, "edited");
    copyFileSync(good, edited);
    const connection = new SqliteConnection(edited);
    connection.exec("update audit_event set subject = 'x' where seq = 5");
    connection.close();
    const empty = join(folder, "empty");
    new SqliteConnection(empty).exec("create table t (a)").close();
    writeFileSync(join(folder, "text"), "not a database ".repeat(1000));
    const refusals = [
      [damaged, "DATABASE_INVALID"],
      [edited, "AUDIT_BROKEN"],
      [empty, "DATA_FOLDER_MISSING"],
      [join(folder, "text"), "DATABASE_INVALID"],
      [join(folder, "nothing"), "FILE_NOT_WRITTEN"],
      [folder, "FILE_NOT_WRITTEN"],
    ] as const;
    for (const [file, code] of refusals) {
      const dataFolder = join(folder, "data");
      await expect(restore(file, dataFolder), file).rejects.toMatchObject({ code });
      expect(existsSync(dataFolder) ? readdirSync(dataFolder) : [], file).toEqual([]);
    }
    mkdirSync(join(folder, "fine"));
    await restore(good, join(folder, "fine"));
  });

  test("data in PostgreSQL are left to PostgreSQL's own tools", async () => {
    const server = await testServer({ stores: await onPostgres() });
    const file = join(temporaryFolder(), "backup");
    const refused = { code: "SETTINGS_INVALID", tip: expect.stringContaining("pg_") };
    await expect(backup(server, file)).rejects.toMatchObject(refused);
    const settings = instanceSettings(join(temporaryFolder(), "new"), server.stores);
    await expect(restoreInstance({ settings, file })).rejects.toMatchObject(refused);
  });
});

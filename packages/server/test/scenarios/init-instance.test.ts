import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, test } from "vitest";
import { createServer } from "../../src/create-server.ts";
import { initInstance } from "../../src/instance/init-instance.ts";
import { checkPrivate } from "../../src/master-key/key-file.ts";
import { onPostgres } from "../new-instance.ts";
import { testServer } from "../test-server.ts";

const newFolder = (): string => join(temporaryFolder(), "deep/data");
const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe("initInstance", () => {
  test("makes a folder for its owner alone, with a key, a database and a first team", async () => {
    const dataFolder = newFolder();
    const { team, token } = await initInstance({ dataFolder, team: "the team" });
    expect(team).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: "the team" });
    expect(modeOf(dataFolder)).toBe("700");
    for (const file of readdirSync(dataFolder)) expect(modeOf(join(dataFolder, file)), file).toBe("600");
    expect(readdirSync(dataFolder).sort()).toEqual(["audit.head", "keyfold.db", "master.key"]);
    const server = await testServer(
      {},
      { ...(await testServer()), dataFolder, stores: {}, teamId: team.id, admin: token },
    );
    expect((await server.ask(token, "{ teams { id name } }")).data.teams).toEqual([team]);
    const { data } = await server.ask(token, "{ auditEvents { action actor } }");
    expect(data.auditEvents.slice(-2)).toEqual([
      { action: "token.create", actor: "init" },
      { action: "team.create", actor: "init" },
    ]);
  });

  test("makes a first token that reads, or without a grant of runner one that can't and makes none that can", async () => {
    const roles = { true: ["admin", "runner"], false: ["admin"] };
    for (const runner of [true, false]) {
      const dataFolder = newFolder();
      const { team, token, roles: made } = await initInstance({ dataFolder, runner });
      expect(made).toEqual(roles[`${runner}`]);
      const from = { ...(await testServer()), dataFolder, stores: {}, teamId: team.id, admin: token };
      const { ask } = await testServer({}, from);
      const code = runner ? undefined : "FORBIDDEN";
      expect((await ask(token, "mutation { openRun(input: {}) { id } }")).code).toBe(code);
      const create = 'mutation { createToken(input: { name: "job", role: runner }) { id } }';
      expect((await ask(token, create)).code).toBe(code);
    }
  });

  test("does nothing to what has been prepared", async () => {
    const dataFolder = newFolder();
    await initInstance({ dataFolder });
    const key = readFileSync(join(dataFolder, "master.key"));
    await expect(initInstance({ dataFolder })).rejects.toMatchObject({ code: "ALREADY_INITIALISED" });
    expect(readFileSync(join(dataFolder, "master.key"))).toEqual(key);
  });

  test("makes no key for a database that another folder's key opens", async () => {
    const stores = await onPostgres();
    await initInstance({ dataFolder: newFolder(), stores });
    const other = newFolder();
    await expect(initInstance({ dataFolder: other, stores })).rejects.toMatchObject({ code: "ALREADY_INITIALISED" });
    expect(readdirSync(other)).toEqual([]);
    await expect(createServer({ dataFolder: other, stores })).rejects.toMatchObject({ code: "DATA_FOLDER_MISSING" });
  });

  test("one of many at once prepares a database", async () => {
    const stores = await onPostgres();
    const dataFolder = newFolder();
    const teams = ["a", "b", "c", "d"];
    const inits = await Promise.allSettled(teams.map((team) => initInstance({ dataFolder, stores, team })));
    const refused = inits.filter((init) => init.status === "rejected").map(({ reason }) => reason.code);
    expect(refused).toEqual(Array(3).fill("ALREADY_INITIALISED"));
    const server = await createServer({ dataFolder, stores, logLevel: "silent" });
    await server.close();
  });

  test("goes on where an earlier one was cut off", async () => {
    const dataFolder = newFolder();
    await initInstance({ dataFolder });
    const key = readFileSync(join(dataFolder, "master.key"));
    for (const end of ["", "-wal", "-shm"]) rmSync(join(dataFolder, `keyfold.db${end}`), { force: true });
    await expect(createServer({ dataFolder })).rejects.toMatchObject({ code: "DATA_FOLDER_MISSING" });
    writeFileSync(join(dataFolder, "keyfold.db"), "");
    await expect(createServer({ dataFolder })).rejects.toMatchObject({ code: "DATA_FOLDER_MISSING" });
    await initInstance({ dataFolder });
    expect(readFileSync(join(dataFolder, "master.key"))).toEqual(key);
    const server = await createServer({ dataFolder, logLevel: "silent" });
    await server.close();
  });

  test("prepares nothing, so that it can be run again, where the file of the log's end can't be written", async () => {
    const dataFolder = newFolder();
    const auditHead = join(dataFolder, "not there", "audit.head");
    await expect(initInstance({ dataFolder, stores: { auditHead } })).rejects.toMatchObject({
      code: "FILE_NOT_WRITTEN",
    });
    await initInstance({ dataFolder });
    await (await createServer({ dataFolder, logLevel: "silent" })).close();
  });

  test("refuses a bad name and a place that can't be a folder, and leaves nothing", async () => {
    const dataFolder = newFolder();
    await expect(initInstance({ dataFolder, team: "" })).rejects.toMatchObject({ code: "BAD_INPUT" });
    expect(existsSync(dataFolder)).toBe(false);
    mkdirSync(join(dataFolder, ".."), { recursive: true });
    writeFileSync(dataFolder, "a file");
    await expect(initInstance({ dataFolder })).rejects.toMatchObject({ code: "DATA_FOLDER_MISSING" });
    await expect(initInstance({})).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
  });
});

describe("a server", () => {
  test("does not make a folder that is not there", async () => {
    const dataFolder = newFolder();
    await expect(createServer({ dataFolder })).rejects.toMatchObject({
      code: "DATA_FOLDER_MISSING",
      tip: expect.stringContaining(`init --data ${dataFolder}`),
    });
    expect(existsSync(dataFolder)).toBe(false);
    await expect(createServer({})).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
  });

  test("does not start with a master key that others can read, and says what to type", async () => {
    const dataFolder = newFolder();
    const { token } = await initInstance({ dataFolder });
    const file = join(dataFolder, "master.key");
    for (const mode of [0o604, 0o644, 0o602, 0o601, 0o660, 0o777]) {
      chmodSync(file, mode);
      await expect(createServer({ dataFolder })).rejects.toMatchObject({
        code: "MASTER_KEY_INVALID",
        message: expect.stringContaining(
          `${file} is open to other users of this machine: its mode is 0${mode.toString(8)}`,
        ),
        tip: expect.stringMatching(`^Type: chmod 600 ${file}\\. `),
      });
    }
    for (const mode of [0o600, 0o400]) {
      chmodSync(file, mode);
      const server = await testServer({}, { ...(await testServer()), dataFolder, stores: {}, admin: token });
      await server.close();
    }
  });

  test("takes a master key that a group can read if it is a file of root's", async () => {
    const file = "/keys/a key";
    const stats = (mode: number, uid: number) => Object.assign(statSync("."), { mode: 0o100_000 | mode, uid });
    expect(() => checkPrivate(file, stats(0o640, 0), "The master key")).not.toThrow();
    const open: [mode: number, uid: number][] = [
      [0o640, 1000],
      [0o660, 0],
      [0o650, 0],
      [0o644, 0],
    ];
    for (const [mode, uid] of open) {
      expect(() => checkPrivate(file, stats(mode, uid), "The master key")).toThrow(
        expect.objectContaining({
          code: "MASTER_KEY_INVALID",
          tip: expect.stringContaining("chmod 600 '/keys/a key'."),
        }),
      );
    }
  });

  test("does not start on a database without its key", async () => {
    const dataFolder = newFolder();
    await initInstance({ dataFolder });
    rmSync(join(dataFolder, "master.key"));
    const message = expect.stringContaining("ENOENT");
    await expect(createServer({ dataFolder })).rejects.toMatchObject({ code: "MASTER_KEY_INVALID", message });
    expect(existsSync(join(dataFolder, "master.key"))).toBe(false);
  });
});

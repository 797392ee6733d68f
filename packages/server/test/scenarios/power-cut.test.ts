import { copyFileSync, mkdirSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test, vi } from "vitest";
import { verifyInstance } from "../../src/audit/verify-instance.ts";
import { acceptAuditHead } from "../../src/instance/accept-head.ts";
import { instanceSettings } from "../../src/settings/settings.ts";
import { type TestServer, testServer } from "../test-server.ts";

const copy = (from: string, to: string, names: readonly string[]): void => {
  for (const name of names) copyFileSync(join(from, name), join(to, name));
};

/**
 * Does work in whose midst the server writes a row, which others see at once and the disk gets last.
 *
 * @param work - gets what has the server write.
 * @param isTime - whether that is when a flush has ended.
 * @returns the data folder after a power failure: with what was flushed last.
 */
async function cutAfter<T>(
  server: TestServer,
  work: (write: () => Promise<void>) => Promise<T>,
  isTime: () => boolean = () => false,
): Promise<{ result: T; dataFolder: string }> {
  const handle = await open(import.meta.filename);
  await handle.close();
  const handles: FileHandle = Object.getPrototypeOf(handle);
  const { datasync } = handles;
  const dataFolder = join(temporaryFolder(), "cut");
  mkdirSync(dataFolder);
  const flushed = Promise.withResolvers<void>();
  let writing: Promise<unknown> | undefined;
  let [isHeld, isCut] = [false, false];
  const write = async (): Promise<void> => {
    writing = server.set("n", canary);
    await expect.poll(() => isHeld && rowsOf(server, "secret.set")).toBe(1);
  };
  const flush = vi.spyOn(handles, "datasync").mockImplementation(async function (this: FileHandle) {
    if (writing !== undefined && !isHeld) {
      isHeld = true;
      return flushed.promise;
    }
    await datasync.call(this);
    if (!isCut) copy(server.dataFolder, dataFolder, ["keyfold.db", "keyfold.db-wal"]);
    if (writing === undefined && isTime()) await write();
  });
  try {
    const result = await work(write);
    isCut = true;
    copy(server.dataFolder, dataFolder, ["master.key", "audit.head"]);
    flushed.resolve();
    await writing;
    return { result, dataFolder };
  } finally {
    flushed.resolve();
    flush.mockRestore();
  }
}

function rowsOf(server: TestServer, action: string): number {
  let rows = 0;
  server.tamper((database) => {
    rows = Number(database.prepare("select count(*) from audit_event where action = ?").pluck().get(action));
  });
  return rows;
}

test("the end that accept-head takes is on the disk, also where a server writes meanwhile", async () => {
  const server = await testServer();
  const { dataFolder } = await cutAfter(
    server,
    () => acceptAuditHead(instanceSettings(server.dataFolder, server.stores)),
    () => rowsOf(server, "audit.accept") === 1,
  );
  const after = await testServer({}, { ...server, dataFolder });
  expect((await after.audit()).map(({ action }) => action)).toEqual(["audit.accept", "secret.set"]);
});

test("the head that a verification gives is on the disk, also where a server writes meanwhile", async () => {
  const server = await testServer();
  const { result, dataFolder } = await cutAfter(server, async (write) => {
    const instance = await server.openInstance();
    await write();
    return verifyInstance(instance).finally(() => instance.database.close());
  });
  expect(result).toMatchObject({ ok: true, rows: 3 });
  const after = await testServer({}, { ...server, dataFolder });
  const instance = await after.openInstance();
  expect(await verifyInstance(instance, result.head)).toMatchObject({ ok: true });
  await instance.database.close();
});

import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { canary } from "@tooling/vitest/canary";
import SqliteConnection from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { testServer } from "../test-server.ts";

test("a database that another program keeps locked: refused in time, while the server goes on answering", async () => {
  const { server, dataFolder, set, read, openRun } = await testServer();
  await set("n", canary);
  const { token } = await openRun();
  const other = new SqliteConnection(join(dataFolder, "keyfold.db"));
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
  const refused = Promise.all([read(token, "n"), set("n", 1), set("m", 1)]);
  let settled = false;
  void refused.then(() => {
    settled = true;
  });
  // The process is not kept from its other work while it waits for its turn.
  for (let count = 0; count < 100; count += 1) {
    expect((await server.inject({ method: "GET", url: "/healthz" })).statusCode).toBe(200);
    await setImmediate();
  }
  expect(settled).toBe(false);
  expect((await refused).map(({ code }) => code)).toEqual(Array(3).fill("AUDIT_UNAVAILABLE"));
  other.exec("rollback");
  expect((await read(token, "n")).data.secretValue).toBe(canary);
  expect((await set("n", 2)).data.setSecret.version).toBe(2);
});

import { once } from "node:events";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { startPostgres } from "@tooling/vitest/postgres";
import { initServer, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, onTestFinished, test } from "vitest";
import { verifyAudit } from "../../src/audit/verify-audit.ts";
import { testServer } from "../test-server.ts";

test("PostgreSQL stopped and started under a server: typed errors, no acknowledged write lost, and all goes on", async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  const { clock, set, read, openRun, server, openInstance } = await testServer({ stores: { database: postgres.url } });
  await set("n", canary);
  const run = await openRun();
  const acknowledged = new Map<string, number>();
  const codes = new Set<string | undefined>();
  const signals = ["SIGINT", "SIGQUIT", "SIGKILL", "SIGKILL", "SIGKILL"] as const;
  for (const [round, signal] of signals.entries()) {
    let stopped = false;
    const writers = Array.from({ length: 16 }, async (_none, writer) => {
      for (let count = 1; !stopped; count += 1) {
        const { code } = await set(`${round} ${writer}`, count);
        codes.add(code);
        if (code === undefined) acknowledged.set(`${round} ${writer}`, count);
      }
    });
    await set("more", signal);
    await postgres.stop(signal);
    expect((await read(run.token, "n")).code).toBe("DATABASE_UNAVAILABLE");
    expect((await set("n", 1)).code).toMatch(/^(DATABASE|AUDIT)_UNAVAILABLE$/);
    clock.now += 1000;
    const ready = await server.inject({ method: "GET", url: "/readyz" });
    expect([ready.statusCode, JSON.parse(ready.body).parts.database]).toEqual([503, "unavailable"]);
    expect((await server.inject({ method: "GET", url: "/healthz" })).statusCode).toBe(200);
    stopped = true;
    await Promise.all(writers);
    await postgres.start();
    expect((await read(run.token, "n")).data.secretValue).toBe(canary);
    clock.now += 1000;
    expect((await server.inject({ method: "GET", url: "/readyz" })).statusCode).toBe(200);
  }
  codes.delete(undefined);
  expect([...codes].filter((code) => !/^(DATABASE|AUDIT)_UNAVAILABLE$/.test(String(code)))).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(10);
  for (const [name, count] of acknowledged) {
    // A write whose answer was lost may be there as well.
    expect([count, count + 1]).toContain((await read(run.token, name)).data.secretValue);
  }
  const { database, auditKey } = await openInstance();
  expect(await verifyAudit(database, auditKey).finally(() => database.close())).toMatchObject({ ok: true });
});

test("a server on a PostgreSQL that is frozen stops all the same", async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  const options = { env: { KEYFOLD__SERVER__DATABASE: postgres.url } };
  const dataFolder = join(temporaryFolder(), "data");
  const server = await startServer(await initServer(dataFolder, options), [], options);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  postgres.freeze("SIGSTOP");
  const ended = once(server.child, "exit");
  server.child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  postgres.freeze("SIGCONT");
});

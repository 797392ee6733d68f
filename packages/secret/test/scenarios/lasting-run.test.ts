import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { initServer, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test, vi } from "vitest";
import { getSecrets, onSecretChange, RunEndedError, Secret, withRun } from "../../src/index.ts";
import { cloud, configure } from "../../src/test/configure.ts";
import { startTeam, startTeamOfRunner } from "../../src/test/team.ts";

const key = new Secret("key");

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** For a server that may be read from at full speed. */
const unlimited = { KEYFOLD__SERVER__LIMITS__REQUESTS_PER_SECOND: "1000000" };

/** Reads all the time, by several readers, until it is stopped. */
function load(): { results: unknown[]; stop: () => Promise<void> } {
  const results: unknown[] = [];
  let stopped = false;
  const readers = Array.from({ length: 4 }, async () => {
    while (!stopped) {
      results.push(await key.get().catch(codeOf));
      await new Promise(setImmediate);
    }
  });
  return {
    results,
    async stop() {
      stopped = true;
      await Promise.all(readers);
    },
  };
}

test("a server that was away for twice the run's lifetime is read from as soon as it is back", async () => {
  const data = await initServer(join(temporaryFolder(), "data"));
  const server = await startServer(data, [], { env: unlimited });
  const admin = createClient({ url: server.url, token: data.adminToken });
  await admin.setSecret({ name: "key", value: "first" });
  const { token } = await admin.createToken({ name: "worker", role: "runner" });
  configure("", cloud(server.url, token));
  const seen: unknown[] = [];
  await withRun({ allow: ["key"], ttlSeconds: 1, label: "service" }, async () => {
    using _watcher = await onSecretChange("key", (value) => seen.push(value), { everySeconds: 1, onError: () => {} });
    const during = load();
    await vi.waitFor(() => expect(during.results.length).toBeGreaterThan(20));
    await server.stop("SIGKILL");
    const down = Date.now();
    await vi.waitFor(() => expect(Date.now() - down).toBeGreaterThan(2000), 10_000);
    await startServer(data, ["--listen", new URL(server.url).host], { env: unlimited });
    await during.stop();
    expect(new Set(during.results)).toEqual(new Set(["first", "SERVER_UNREACHABLE"]));

    const after = load();
    await vi.waitFor(() => expect(after.results.length).toBeGreaterThan(20));
    await admin.setSecret({ name: "key", value: "second" });
    await vi.waitFor(() => expect(seen).toEqual(["second"]), 10_000);
    await after.stop();
    expect(new Set(after.results)).toEqual(new Set(["first", "second"]));
  });
  // One that was opened while the server died is not known to withRun, and expires.
  await vi.waitFor(async () => expect((await admin.runs()).filter(({ live }) => live)).toEqual([]), 10_000);
  const runs = await admin.runs();
  expect(runs.map(({ label, allow }) => [label, allow])).toEqual(runs.map(() => ["service", ["key"]]));
  expect(runs.length).toBeGreaterThan(1);
});

test("reads go on beyond the maximum lifetime of a run", async () => {
  const env = { ...unlimited, KEYFOLD__SERVER__LIMITS__RUN_LIFETIME_SECONDS: "2" };
  const data = await initServer(join(temporaryFolder(), "data"));
  const { url } = await startServer(data, [], { env });
  const admin = createClient({ url, token: data.adminToken });
  await admin.setSecret({ name: "key", value: 1 });
  configure("", cloud(url, data.adminToken));
  await withRun({ ttlSeconds: 1 }, async () => {
    const reading = load();
    await vi.waitFor(async () => expect((await admin.runs()).length).toBeGreaterThan(2), 20_000);
    await reading.stop();
    expect(new Set(reading.results)).toEqual(new Set([1]));
  });
});

test("a run that somebody ended, and one whose token was revoked, are over for good", async () => {
  const { admin } = await startTeamOfRunner({ key: 1 });
  for (const end of [
    async () => admin.endRun({ id: String((await admin.runs())[0]?.id) }),
    async () => admin.revokeToken({ id: String((await admin.tokens()).find(({ name }) => name === "worker")?.id) }),
  ]) {
    await withRun({ ttlSeconds: 1 }, async () => {
      const opened = (await admin.runs()).length;
      await end();
      for (let turn = 0; turn < 3; turn += 1) await expect(key.get()).rejects.toBeInstanceOf(RunEndedError);
      expect(await admin.runs()).toHaveLength(opened);
    });
  }
});

test("a process that was started in a run goes on with the run that takes its place, by the file of its token", async () => {
  const { url, admin } = await startTeam({ key: 1, other: 2 });
  const first = await admin.openRun({ ttlSeconds: 1 });
  const file = join(temporaryFolder(), "token");
  writeFileSync(file, `${first.token}\n`);
  configure("", { ...cloud(url, first.token), KEYFOLD__CLOUD__TOKEN_FILE: file });
  expect(await key.get()).toBe(1);
  await withRun({ allow: ["key"] }, async () => {
    await vi.waitFor(async () => expect((await admin.runs()).some(({ live }) => live)).toBe(false), 10_000);
    const late = Promise.all([key.get(), getSecrets(["key"])]);
    const second = await admin.openRun({});
    writeFileSync(`${file}.new`, second.token);
    renameSync(`${file}.new`, file);
    expect(await late).toEqual([1, { key: 1 }]);
    await expect(new Secret("other").get()).rejects.toMatchObject({ code: "SECRET_FORBIDDEN" });
    rmSync(file);
    await admin.endRun({ id: second.id });
    await expect(key.get()).rejects.toBeInstanceOf(RunEndedError);
  });
});

test("a token that is no run's goes before the file", async () => {
  const { url, runnerToken, admin } = await startTeam({ key: 1 });
  const { token } = await admin.openRun({});
  const file = join(temporaryFolder(), "token");
  writeFileSync(file, token);
  configure("", { ...cloud(url, runnerToken), KEYFOLD__CLOUD__TOKEN_FILE: file });
  await expect(key.get()).rejects.toMatchObject({ code: "NOT_IN_RUN" });
  expect(await withRun({}, () => key.get())).toBe(1);
});

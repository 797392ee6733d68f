import { canary } from "@tooling/vitest/canary";
import { expect, test } from "vitest";
import { testServer } from "../test-server.ts";

const hour = 3_600_000;

test("when the clock is set back, what has expired stays expired, also over a restart", async () => {
  const server = await testServer();
  const { clock, set, openRun, read, makeToken } = server;
  await set("n", canary);
  const run = await openRun({ ttlSeconds: 60 });
  const token = await makeToken("editor", 60);
  clock.now += 61_000;
  expect((await read(run.token, "n")).code).toBe("RUN_EXPIRED");
  expect((await set("n", 1, token.token)).code).toBe("UNAUTHENTICATED");
  clock.now -= hour;
  expect((await read(run.token, "n")).code).toBe("RUN_EXPIRED");
  expect((await set("n", 1, token.token)).code).toBe("UNAUTHENTICATED");
  await server.close();
  const again = await testServer({}, server);
  expect((await again.read(run.token, "n")).code).toBe("RUN_EXPIRED");
  expect((await again.set("n", 1, token.token)).code).toBe("UNAUTHENTICATED");
  const later = await again.openRun({ ttlSeconds: 60 });
  expect((await again.read(later.token, "n")).data.secretValue).toBe(canary);
  const rows = await again.ask(again.admin, "{ auditEvents { at } }");
  const times = rows.data.auditEvents.map(({ at }: { at: string }) => Date.parse(at));
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(again.log()).toContain("the clock is behind");
});

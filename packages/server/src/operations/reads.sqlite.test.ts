import { canary } from "@tooling/vitest/canary";
import { expect, test } from "vitest";
import { testServer } from "../../test/test-server.ts";

// SQLite answers at once: the read is let in while the end of its run waits for its commit, and shares that.
test.each([
  ["one", '{ secretValue(name: "n") }'],
  ["many", '{ secretValues(names: ["n"]) { value error { code } } }'],
])("a read of %s whose run ends before it is recorded gives nothing out", async (_what, read) => {
  const { ask, admin, set, openRun, audit } = await testServer();
  await set("n", canary);
  const run = await openRun();
  expect((await ask(run.token, read)).code).toBeUndefined();
  const end = ask(admin, `mutation { endRun(input: { id: "${run.id}" }) { success } }`);
  const late = await ask(run.token, read);
  expect((await end).code).toBeUndefined();
  expect(late.code).toBe("RUN_ENDED");
  expect(JSON.stringify(late.data)).not.toContain(canary);
  const reads = (await audit()).filter(({ action }) => action === "secret.read");
  expect(reads.map(({ outcome, code }) => [outcome, code])).toEqual([
    ["allowed", null],
    ["refused", "RUN_ENDED"],
  ]);
});

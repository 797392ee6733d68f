import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
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

test.each([
  ["a name too many, also if it is the same", { batch: 3 }],
  ["more names than a response may have rows", { answerRows: 3 }],
])("a read of many is refused with %s", async (_what, limits) => {
  const { ask, set, openRun } = await testServer({ limits });
  await set("n", canary);
  const { token } = await openRun();
  const read = (names: readonly string[]): Promise<string | undefined> =>
    ask(token, "query ($names: [String!]!) { secretValues(names: $names) { name } }", { names }).then(
      ({ code }) => code,
    );
  expect(await read(["n", "a", "b"])).toBeUndefined();
  expect(await read("batch" in limits ? ["n", "n", "n", "n"] : ["n", "a", "b", "c"])).toBe("LIMIT_EXCEEDED");
});

describe("a run that has read, and is ended by another server,", () => {
  const readNone = '{ secretValue(name: "none") }';
  const many = (() => {
    const fields = Array.from({ length: 5 }, (_, index) => `a${index}: secretValues(names: ["n", "none"]) { value }`);
    return `{ ${fields.join(" ")} }`;
  })();

  test.each([
    ["a read", '{ secretValue(name: "n") }', "secret.read"],
    ["many reads", many, "secret.read"],
    ["a read of a name that is not there", readNone, "secret.read"],
    ["a read of a name that it may not read", '{ secretValue(name: "other") }', "secret.read"],
    ["a name of nothing", "{ __typename }", "request.authenticate"],
    ["a read beside something else", '{ whoami { name } secretValue(name: "n") }', "request.authenticate"],
    ["a fragment", "{ ...f } fragment f on Query { whoami { name } }", "request.authenticate"],
    ["a document that can't be parsed", "{ secretValue(name: ", "request.authenticate"],
    ["a field that is not there", "{ nothing }", "request.authenticate"],
    ["a read without its variable", "query ($name: String!) { secretValue(name: $name) }", "request.authenticate"],
  ])("is refused %s, with one row in the log", async (_what, document, action) => {
    const first = await testServer();
    await first.set("n", canary);
    const run = await first.openRun({ allow: ["n", "none"] });
    expect((await first.read(run.token, "n")).data.secretValue).toBe(canary);
    expect((await first.ask(run.token, readNone)).code).toBe("NOT_FOUND");
    const second = await testServer({}, first);
    await second.ask(first.admin, `mutation { endRun(input: { id: "${run.id}" }) { success } }`);
    const before = (await first.audit()).length;
    const { code, data } = await first.ask(run.token, document);
    expect(code).toBe("RUN_ENDED");
    expect(JSON.stringify(data)).not.toContain(canary);
    const rows = (await first.audit()).slice(before);
    expect(rows.map((row) => [row.action, row.code])).toEqual([[action, "RUN_ENDED"]]);
    // From now on it is known.
    expect((await first.ask(run.token, many)).code).toBe("RUN_ENDED");
    expect((await first.audit()).at(-1)).toMatchObject({ action: "request.authenticate", code: "RUN_ENDED" });
  });
});

import type { Worker } from "node:worker_threads";
import { canary } from "@tooling/vitest/canary";
import { describe, expect, onTestFinished, test } from "vitest";
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

describe("a read of many names at once", () => {
  const names = Array.from({ length: 20 }, (_, index) => `name ${index}`);
  const query = "query ($names: [String!]!) { secretValues(names: $names) { name value error { code } } }";

  /** A server with a value for each name, a way to read them all, and the threads that were begun for it. */
  async function serverOfMany() {
    const server = await testServer();
    for (const [index, name] of names.entries()) await server.set(name, `${canary} ${index}`);
    const { token } = await server.openRun();
    const read = async (asked: readonly string[] = names): Promise<unknown[]> =>
      (await server.ask(token, query, { names: asked })).data.secretValues;
    const threads: Worker[] = [];
    const note = (thread: Worker): void => void threads.push(thread);
    process.on("worker", note);
    onTestFinished(() => void process.off("worker", note));
    return { ...server, read, threads };
  }

  const given = (index: number, value: unknown = `${canary} ${index}`) => ({ name: names[index], value, error: null });
  const all = names.map((_, index) => given(index));

  test("goes to a thread, and sees what was written before", async () => {
    const { read, threads, set, ask, admin, audit } = await serverOfMany();
    expect(await read()).toEqual(all);
    expect(threads).toHaveLength(1);
    const values = [null, 0, JSON.parse('{"__proto__": [{}], "a": "\\u2028"}'), "\ud83d\ude42\0"];
    for (const [index, value] of values.entries()) await set(`name ${index}`, value);
    await ask(admin, 'mutation { deleteSecret(input: { name: "name 19" }) { success } }');
    const none = (name: string) => ({ name, value: null, error: { code: "NOT_FOUND" } });
    const changed = [...values.map((value, index) => given(index, value)), ...all.slice(4, 19), none("name 19")];
    expect(await read([...names, "none", "name 0"])).toEqual([...changed, none("none")]);
    const rows = (await audit()).filter(({ action }) => action === "secret.read");
    expect(rows.map(({ subject }) => subject)).toEqual([...names, ...names, "none"]);
  });

  test("gives large values, too", async () => {
    const { read, set } = await serverOfMany();
    const large = ["a", "b"].map((letter) => letter.repeat(100_000));
    for (const [index, value] of large.entries()) await set(`name ${index}`, value);
    expect(await read()).toEqual([...large.map((value, index) => given(index, value)), ...all.slice(2)]);
  });

  test("says which value does not decrypt, and gives the others", async () => {
    const { read, tamper } = await serverOfMany();
    tamper((database) =>
      database.exec(
        "update vault_value set sealed = (select sealed from vault_value where name = 'name 1') where name = 'name 0'",
      ),
    );
    expect(await read()).toEqual([
      { name: "name 0", value: null, error: { code: "DECRYPTION_FAILED" } },
      ...all.slice(1),
    ]);
  });

  test("does without a thread that was lost, and begins another", async () => {
    const { read, threads } = await serverOfMany();
    await read();
    const [meanwhile, lost] = await Promise.all([read(), threads[0]?.terminate()]);
    expect([meanwhile, lost]).toEqual([all, 1]);
    expect(await read()).toEqual(all);
    expect(threads).toHaveLength(2);
  });
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

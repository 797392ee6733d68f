import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { sharedServer } from "../../test/listening-server.ts";
import { testServer } from "../../test/test-server.ts";

const list =
  "{ secret(order_by: { name: asc }) { name version createdAt updatedAt updatedBy versions { version createdAt createdBy } } }";

describe("setting and reading", () => {
  test("the seed page's two documents, verbatim", async () => {
    const { ask, admin, read, openRun } = await testServer();
    const page = `mutation {
  setSecret(input: { name: "KEY", value: "VALUE" }) {
    success
  }
}`;
    expect((await ask(admin, page)).data).toEqual({ setSecret: { success: true } });
    expect((await ask(admin, "query {\n  secret(order_by: { name: asc }) {\n    name\n  }\n}")).data).toEqual({
      secret: [{ name: "KEY" }],
    });
    const run = await openRun();
    expect((await read(run.token, "KEY")).data).toEqual({ secretValue: "VALUE" });
  });

  test("setting again is a new version, and the newest is read, compiled or not", async () => {
    const { set, read, openRun, ask, admin, clock } = await testServer();
    const run = await openRun();
    for (let version = 1; version <= 4; version += 1) {
      clock.now += 1000;
      expect((await set("my secret", version)).data.setSecret).toEqual({ success: true, version });
      expect((await read(run.token, "my secret")).data.secretValue).toBe(version);
    }
    const [secret] = (await ask(admin, list)).data.secret;
    expect(secret).toMatchObject({
      name: "my secret",
      version: 4,
      createdAt: "2026-01-31T09:30:01.000Z",
      updatedAt: "2026-01-31T09:30:04.000Z",
      updatedBy: "admin",
    });
    expect(secret.versions.map((one: { version: number }) => one.version)).toEqual([4, 3, 2, 1]);
  });

  test("a missing name says what Prefect's clients know, and never whether another team has it", async () => {
    const { ask, admin, set, read, openRun } = await testServer();
    await set("shared name", canary);
    const made = await ask(admin, 'mutation { createTeam(input: { name: "other" }) { token team { id name } } }');
    const { token } = made.data.createTeam;
    const run = await ask(token, "mutation { openRun(input: {}) { token } }");
    const other = await read(run.data.openRun.token, "shared name");
    const missing = await read((await openRun()).token, "nothing");
    expect(other).toEqual({ ...missing, errors: other.errors });
    expect(other).toMatchObject({ code: "NOT_FOUND", message: "No value found for the requested key", status: 200 });
    expect((await ask(token, list)).data.secret).toEqual([]);
  });

  test("a value that is absent is refused, one that is null is stored", async () => {
    const { ask, admin, read, openRun } = await testServer();
    const run = await openRun();
    expect((await ask(admin, 'mutation { setSecret(input: { name: "n" }) { success } }')).code).toBe("BAD_INPUT");
    const withVariable = 'mutation ($v: JSON) { setSecret(input: { name: "n", value: $v }) { success } }';
    expect((await ask(admin, withVariable, {})).code).toBe("BAD_INPUT");
    expect((await read(run.token, "n")).code).toBe("NOT_FOUND");
    for (const input of [{ name: "n" }, { name: "n", value: undefined }]) {
      const query = "mutation ($i: setSecretInput!) { setSecret(input: $i) { success } }";
      for (let time = 0; time < 3; time += 1) expect((await ask(admin, query, { i: input })).code).toBe("BAD_INPUT");
    }
    expect((await ask(admin, withVariable, { v: null })).data.setSecret.success).toBe(true);
    for (let time = 0; time < 3; time += 1) {
      expect(await read(run.token, "n")).toMatchObject({ data: { secretValue: null }, errors: [] });
    }
    const many = await ask(run.token, '{ secretValues(names: ["n"]) { value error { code } } }');
    expect(many.data.secretValues).toEqual([{ value: null, error: null }]);
  });

  test("many are set all or none", async () => {
    const { ask, admin } = await testServer();
    const query = "mutation ($input: [setSecretInput!]!) { setSecrets(input: $input) { success versions } }";
    const bad = await ask(admin, query, {
      input: [
        { name: "a", value: canary },
        { name: " b", value: canary },
      ],
    });
    expect(bad.code).toBe("BAD_INPUT");
    expect((await ask(admin, list)).data.secret).toEqual([]);
    const good = await ask(admin, query, {
      input: [
        { name: "a", value: 1 },
        { name: "b", value: 2 },
        { name: "a", value: 3 },
      ],
    });
    expect(good.data.setSecrets).toEqual({ success: true, versions: [1, 1, 2] });
  });

  test("many are read at once, each once, with its value or its error and its audit row", async () => {
    const { ask, set, openRun, audit } = await testServer();
    await set("a", canary);
    const run = await openRun({ allow: ["a", "gone", "b "].slice(0, 2) });
    const before = (await audit()).length;
    const query = "query ($names: [String!]!) { secretValues(names: $names) { name value error { code message } } }";
    const { data } = await ask(run.token, query, { names: ["a", "gone", "not allowed", "b ", "a"] });
    expect(
      data.secretValues.map((one: { value: unknown; error: { code: string } }) => one.error?.code ?? one.value),
    ).toEqual([canary, "NOT_FOUND", "NAME_NOT_ALLOWED", "BAD_INPUT"]);
    const rows = (await audit()).slice(before);
    expect(rows.map(({ subject, outcome, code }) => [subject, outcome, code])).toEqual([
      ["a", "allowed", null],
      ["gone", "refused", "NOT_FOUND"],
      ["not allowed", "refused", "NAME_NOT_ALLOWED"],
      ["b ", "refused", "BAD_INPUT"],
    ]);
    expect((await ask(run.token, query, { names: [] })).code).toBe("BAD_INPUT");
    expect((await ask(run.token, query, { names: Array(1001).fill("a") })).code).toBe("LIMIT_EXCEEDED");
  });
});

describe("versions", () => {
  test("a rollback copies an older version on top and shows it to nobody", async () => {
    const { ask, admin, set, read, openRun } = await testServer();
    await set("n", canary);
    await set("n", "new");
    const back = 'mutation ($v: Int!) { rollbackSecret(input: { name: "n", version: $v }) { success version } }';
    expect((await ask(admin, back, { v: 1 })).data.rollbackSecret).toEqual({ success: true, version: 3 });
    expect((await read((await openRun()).token, "n")).data.secretValue).toBe(canary);
    expect((await ask(admin, back, { v: 9 })).code).toBe("NOT_FOUND");
    expect((await ask(admin, back.replace('"n"', '"m"'), { v: 1 })).message).toBe("There is no secret of this name.");
  });

  test("only so many are kept, and purging removes every trace but the audit log's", async () => {
    const { ask, admin, set, sql, audit, read, openRun } = await testServer({ limits: { versionsKept: 2 } });
    for (const value of [1, 2, 3]) await set("n", value);
    const [secret] = (await ask(admin, list)).data.secret;
    expect(secret.versions.map((one: { version: number }) => one.version)).toEqual([3, 2]);
    const values = (): Promise<unknown[]> => sql("select version from vault_value order by version");
    expect(await values()).toEqual([{ version: 2 }, { version: 3 }]);
    const remove = 'mutation { deleteSecret(input: { name: "n", purge: true }) { success } }';
    expect((await ask(admin, remove)).data.deleteSecret.success).toBe(true);
    expect(await values()).toEqual([]);
    expect((await read((await openRun()).token, "n")).code).toBe("NOT_FOUND");
    expect((await ask(admin, remove)).code).toBe("NOT_FOUND");
    expect((await audit()).filter(({ action }) => action === "secret.delete")).toMatchObject([
      { subject: "n", outcome: "allowed" },
      { subject: "n", outcome: "refused", code: "NOT_FOUND" },
    ]);
    expect((await set("n", 4)).data.setSecret.version).toBe(1);
  });
});

describe("names", () => {
  const shared = sharedServer();
  const names: [what: string, name: string][] = [
    ["empty", ""],
    ["too long", "x".repeat(256)],
    ["a line break", "a\nb"],
    ["a NUL", "a\0b"],
    ["a tab", "a\tb"],
    ["a line separator", "a\u2028b"],
    ["a lone surrogate", "a\ud800b"],
    ["a space before", " a"],
    ["a wide space behind", "a\u3000"],
    ["decomposed letters", "e\u0301"],
  ];
  test.each(names)("%s is refused", async (_what, name) => {
    const { set, ask, admin } = await shared();
    expect((await set(name, canary)).code).toBe("BAD_INPUT");
    expect((await ask(admin, list)).data.secret).toEqual([]);
  });

  const named = sharedServer();
  test.each([
    ["255 letters", "x".repeat(255)],
    ["255 emoji", "🔑".repeat(255)],
    ["a path", "../../etc/passwd"],
    ["two words", "a b"],
    ["a composed letter", "é"],
    ["a prototype's key", "__proto__"],
    ["SQL", "' or 1=1 --"],
  ])("%s is a name", async (_what, name) => {
    const { set, read, openRun, ask, admin } = await named();
    expect((await set(name, canary)).data.setSecret.version).toBe(1);
    expect((await read((await openRun({ allow: [name] })).token, name)).data.secretValue).toBe(canary);
    expect((await ask(admin, list)).data.secret).toContainEqual(expect.objectContaining({ name }));
  });

  test("are listed by filters and pages", async () => {
    const { set, ask, admin } = await testServer();
    for (const name of ["b", "aws/key", "aws/id", "a%s", "c"]) await set(name, 1);
    const names = async (args: string): Promise<string[]> =>
      (await ask(admin, `{ secret(${args}) { name } }`)).data.secret.map((one: { name: string }) => one.name);
    expect(await names('where: { name: { _starts_with: "aws/" } }')).toEqual(["aws/id", "aws/key"]);
    expect(await names('where: { name: { _in: ["c", "b", "x"] } }')).toEqual(["b", "c"]);
    expect(await names('where: { name: { _eq: "a%s" } }')).toEqual(["a%s"]);
    expect(await names("order_by: { name: desc }, limit: 2, offset: 1")).toEqual(["b", "aws/key"]);
    expect((await ask(admin, "{ secret(limit: -1) { name } }")).code).toBe("BAD_INPUT");
  });
});

describe("what a value may be", () => {
  test("are looked for by as many names as a batch has, or by none", async () => {
    const { ask, admin, set } = await testServer({ limits: { batch: 3 } });
    await set("b", 1);
    const list = (names: string[]) =>
      ask(admin, "query ($names: [String!]) { secret(where: { name: { _in: $names } }) { name } }", { names });
    expect((await list(["a", "b", "c"])).data.secret).toEqual([{ name: "b" }]);
    expect((await list([])).data.secret).toEqual([]);
    expect((await list(["a", "b", "c", "d"])).code).toBe("LIMIT_EXCEEDED");
  });

  test("too large or too deep is refused", async () => {
    const { set } = await testServer({ limits: { valueBytes: 100, valueDepth: 3 } });
    expect((await set("n", "x".repeat(98))).code).toBeUndefined();
    expect((await set("n", "x".repeat(99))).code).toBe("BAD_INPUT");
    expect((await set("n", [[[1]]])).code).toBeUndefined();
    expect((await set("n", [[[[1]]]])).code).toBe("BAD_INPUT");
  });
});

test("the rows of all lists of a request count together, and so do their versions", async () => {
  const { ask, admin, set } = await testServer({ limits: { answerRows: 3 } });
  for (const name of ["a", "a", "b"]) await set(name, 1);
  expect((await ask(admin, "{ secret { name } }")).code).toBeUndefined();
  expect((await ask(admin, "{ x: secret { name } y: secret { name } }")).code).toBe("LIMIT_EXCEEDED");
  expect((await ask(admin, "{ secret { versions { version } } }")).code).toBe("LIMIT_EXCEEDED");
});

describe("a token that has written, and is revoked by another server,", () => {
  const many = `mutation { ${Array.from({ length: 5 }, (_, index) => `a${index}: setSecret(input: { name: "of/n", value: 2 }) { version }`).join(" ")} }`;

  test.each([
    ["a write", 'mutation { setSecret(input: { name: "of/n", value: 2 }) { version } }', "secret.set"],
    ["many writes", many, "secret.set"],
    [
      "a write that another was made before",
      'mutation { setSecret(input: { name: "of/n", value: 2, ifVersion: 7 }) { version } }',
      "secret.set",
    ],
    [
      "a write of what it may not",
      'mutation { setSecret(input: { name: "other", value: 2 }) { version } }',
      "secret.set",
    ],
    [
      "to remove what is not there",
      'mutation { deleteSecret(input: { name: "of/none" }) { success } }',
      "secret.delete",
    ],
    ["to read", '{ secretValue(name: "of/n") }', "secret.read"],
    ["a list", "{ secret { name } }", "request.authenticate"],
    ["a field that is not there", "mutation { nothing }", "request.authenticate"],
  ])("is refused %s, with one row in the log", async (_what, document, action) => {
    const first = await testServer();
    const input = { name: "a", role: "editor", names: ["of/*"] };
    const create = "mutation ($input: createTokenInput!) { createToken(input: $input) { id token } }";
    const { id, token } = (await first.ask(first.admin, create, { input })).data.createToken;
    expect((await first.set("of/n", 1, token)).data.setSecret.version).toBe(1);
    const second = await testServer({}, first);
    await second.ask(second.admin, `mutation { revokeToken(input: { id: "${id}" }) { success } }`);
    const before = (await first.audit()).length;
    const { code, message } = await first.ask(token, document);
    expect([code, message]).toEqual(["UNAUTHENTICATED", "The token is not valid: unknown, expired or revoked."]);
    const rows = (await first.audit()).slice(before);
    expect(rows.map((row) => [row.action, row.actor, row.code])).toEqual([[action, "a", "UNAUTHENTICATED"]]);
    expect((await first.set("of/n", 2)).data.setSecret.version).toBe(2);
    // From now on it is known.
    expect((await first.ask(token, many)).code).toBe("UNAUTHENTICATED");
    expect((await first.audit()).at(-1)).toMatchObject({ action: "request.authenticate", code: "UNAUTHENTICATED" });
  });
});

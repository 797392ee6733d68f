import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { documentBody, setBody, sharedServer } from "../../test/listening-server.ts";

describe("numbers in a value keep every digit or are refused", () => {
  const shared = sharedServer();
  const exact = [
    "9007199254740992",
    "0.1",
    "1e21",
    "-0.000001",
    "123456789012345680000",
    "1.7976931348623157e308",
    "5e-324",
    "0.30000000000000004",
  ];
  test.each(exact)("%s is stored as it is", async (number) => {
    const { post, openRun } = await shared();
    expect((await post(setBody(number))).code).toBeUndefined();
    const { token } = await openRun();
    const { text } = await post(documentBody('{ secretValue(name: "n") }'), token);
    expect(JSON.parse(text).data.secretValue).toBe(Number(number));
  });

  const lost: string[] = [
    "9007199254740993",
    "0.1000000000000000055",
    "1e400",
    "-1e400",
    "1e-400",
    "123456789012345678901234567890",
    `1${"0".repeat(400)}`,
    "3.14159265358979323846",
    "1234567890.1234561",
    "90071992547409.93",
    `1e${"9".repeat(1000)}`,
  ];
  test.each(lost)("%s is refused, as a variable, inside one and as a literal", async (number) => {
    const { post, ask, admin } = await shared();
    const before = (await ask(admin, "{ secret { name versions { version } } }")).data.secret;
    const literal = `mutation { setSecret(input: { name: "n", value: ${number} }) { success } }`;
    for (const body of [setBody(number), setBody(`{"a": [${number}]}`), documentBody(literal)]) {
      expect(await post(body)).toMatchObject({ status: 200, code: "BAD_INPUT" });
    }
    expect((await ask(admin, "{ secret { name versions { version } } }")).data.secret).toEqual(before);
  });

  test("one that is endless is refused", async () => {
    const { post } = await shared();
    for (const number of [`1${"0".repeat(400)}`, `1e${"9".repeat(1000)}`, `0.${"3".repeat(1_000_000)}`]) {
      expect(await post(setBody(number))).toMatchObject({ status: 200, code: "BAD_INPUT" });
    }
  });

  test("a text of digits is a text", async () => {
    const { post, set, openRun } = await shared();
    await set("n", "9007199254740993");
    const { text } = await post(documentBody('{ secretValue(name: "n") }'), (await openRun()).token);
    expect(text).toBe('{"data":{"secretValue":"9007199254740993"}}');
  });
});

describe("names", () => {
  const shared = sharedServer();
  const bad: [what: string, name: string][] = [
    ["a NUL", "a\0b"],
    ["a line feed", "a\nb"],
    ["two line feeds", "a\r\nb"],
    ["10,000 letters", "x".repeat(10_000)],
    ["10,000 emoji", "🔑".repeat(10_000)],
    ["lone surrogate", "\ud800"],
    ["nothing", ""],
    ["a space", " "],
    ["a control character", "a\u0085b"],
    ["a zero-width space", "a\u200bb"],
    ["a change of direction", "a\u202eb"],
    ["a byte order mark", "\ufeffa"],
    ["a filler that looks like a space", "a\u3164b"],
    ["a text of invisible tags", "a\u{e0061}\u{e0062}"],
  ];
  test.each(bad)("%s is no name, wherever it is given", async (_what, name) => {
    const { ask, admin, set, openRun } = await shared();
    const { token } = await openRun();
    expect((await set(name, canary)).code).toBe("BAD_INPUT");
    expect((await ask(token, "query ($n: String!) { secretValue(name: $n) }", { n: name })).code).toBe("BAD_INPUT");
    const many = await ask(token, "query ($n: [String!]!) { secretValues(names: $n) { error { code } } }", {
      n: [name],
    });
    expect(many.data.secretValues).toEqual([{ error: { code: "BAD_INPUT" } }]);
    for (const [document, input] of [
      ["mutation ($i: deleteSecretInput!) { deleteSecret(input: $i) { success } }", { name }],
      ["mutation ($i: rollbackSecretInput!) { rollbackSecret(input: $i) { success } }", { name, version: 1 }],
      ["mutation ($i: openRunInput!) { openRun(input: $i) { id } }", { allow: [name] }],
      ["mutation ($i: openRunInput!) { openRun(input: $i) { id } }", { label: name }],
      ["mutation ($i: createTeamInput!) { createTeam(input: $i) { token } }", { name }],
      ["mutation ($i: createTokenInput!) { createToken(input: $i) { id } }", { name, role: "runner" }],
    ] as const) {
      expect((await ask(admin, document, { i: input })).code).toBe("BAD_INPUT");
    }
    for (const row of (await ask(admin, "{ auditEvents { subject } }")).data.auditEvents) {
      expect([...(row.subject ?? "")].length).toBeLessThanOrEqual(255);
    }
  });

  test.each([
    "../../etc/passwd",
    "..",
    "/",
    "a/../b",
    "%2e%2e%2f",
    "🔑🔑",
    "__proto__",
    "constructor",
    "👩‍💻 laptop",
    "a'; drop table secret; --",
  ])("%j is a name like any other", async (name) => {
    const { set, read, openRun } = await shared();
    expect((await set(name, canary)).data.setSecret).toEqual({ success: true, version: 1 });
    expect((await read((await openRun({ allow: [name] })).token, name)).data.secretValue).toBe(canary);
  });
});

import { describe, expect, test } from "vitest";
import { type Answer, type TestServer, testServer } from "../../test/test-server.ts";

const described = "{ secret { name version updatedAt note owner rotateBy } }";

function describeSecret({ ask, admin }: TestServer, input: object, token = admin): Promise<Answer> {
  const query = "mutation ($i: describeSecretInput!) { describeSecret(input: $i) { success } }";
  return ask(token, query, { i: { name: "n", ...input } });
}

describe("what is known of a secret", () => {
  test("is set and cleared field by field, with a row in the audit log, and is no version", async () => {
    const server = await testServer();
    const { ask, admin, set, clock, makeToken } = server;
    await set("n", 1);
    const [before] = (await ask(admin, described)).data.secret;
    expect(before).toMatchObject({ note: null, owner: null, rotateBy: null });
    clock.now += 60_000;
    const all = { note: "for the shop – 🔑", owner: "team shop", rotateBy: "2026-03-01T00:00:00.000Z" };
    const { token } = await makeToken("editor");
    expect((await describeSecret(server, all, token)).data.describeSecret).toEqual({ success: true });
    expect((await ask(admin, described)).data.secret).toEqual([{ ...before, ...all }]);
    await describeSecret(server, { owner: null });
    expect((await ask(admin, described)).data.secret).toEqual([{ ...before, ...all, owner: null }]);
    await set("n", 2);
    expect((await ask(admin, described)).data.secret[0]).toMatchObject({ ...all, owner: null, version: 2 });
    const query = '{ auditEvents(where: { action: "secret.describe" }) { subject actor outcome detail } }';
    expect((await ask(admin, query)).data.auditEvents).toEqual([
      { subject: "n", actor: "admin", outcome: "allowed", detail: { changed: ["owner"] } },
      { subject: "n", actor: "a editor", outcome: "allowed", detail: { changed: ["note", "owner", "rotateBy"] } },
    ]);
  });

  test.each([
    ["a note of too many bytes", { note: "ü".repeat(513) }],
    ["a note of two lines", { note: "a\nb" }],
    ["an invisible character in a note", { note: "a\u200bb" }],
    ["an empty note", { note: "" }],
    ["too long an owner", { owner: "x".repeat(256) }],
    ["a mark of direction in an owner", { owner: "a\u202eb" }],
    ["a date for an instant", { rotateBy: "2026-03-01" }],
    ["nothing", {}],
  ])("%s is refused", async (_what, input) => {
    const server = await testServer();
    await server.set("n", 1);
    expect((await describeSecret(server, input)).code).toBe("BAD_INPUT");
    expect((await server.ask(server.admin, described)).data.secret[0]).toMatchObject({ note: null, owner: null });
  });

  test("goes with the secret, and a new one of the name has nothing of it", async () => {
    const server = await testServer();
    const { ask, admin, set } = server;
    expect((await describeSecret(server, { note: "none" })).code).toBe("NOT_FOUND");
    await set("n", 1);
    await describeSecret(server, { note: "the first" });
    await ask(admin, 'mutation { deleteSecret(input: { name: "n" }) { success } }');
    expect((await describeSecret(server, { note: "removed" })).code).toBe("NOT_FOUND");
    await set("n", 1);
    expect((await ask(admin, described)).data.secret[0].note).toBeNull();
  });
});

test("many are set only if each has the version that is expected, counting those before it", async () => {
  const { ask, admin, set } = await testServer();
  await set("a", 1);
  const query = "mutation ($input: [setSecretInput!]!) { setSecrets(input: $input) { versions } }";
  const set2 = (...input: [name: string, ifVersion: number | null][]): Promise<Answer> =>
    ask(admin, query, { input: input.map(([name, ifVersion]) => ({ name, value: 2, ifVersion })) });
  expect((await set2(["b", 0], ["a", 2])).code).toBe("CONFLICT");
  expect((await set2(["b", 0], ["b", 0])).code).toBe("CONFLICT");
  expect((await ask(admin, "{ secret { name version } }")).data.secret).toEqual([{ name: "a", version: 1 }]);
  expect((await set2(["a", 1], ["b", 0], ["b", 1], ["a", null])).data.setSecrets.versions).toEqual([2, 1, 2, 3]);
});

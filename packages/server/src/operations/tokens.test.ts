import { record } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { testServer } from "../../test/test-server.ts";
import { makeRunToken, makeTeamToken, parseToken, tokenChecksum } from "../access/token-format.ts";

const form = /^keyfold_(team|run)_([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$/;
const tokens = "{ tokens { id name role createdAt expiresAt lastUsedAt revokedAt } }";

describe("a token's text", () => {
  test("is a prefix that scanners find, 256 random bits and a checksum", () => {
    const made = new Set<string>();
    for (let count = 0; count < 1000; count += 1) {
      for (const [kind, token] of [
        ["team", makeTeamToken()],
        ["run", makeRunToken()],
      ] as const) {
        const [, prefix, bits = "", checksum] = form.exec(token) ?? [];
        expect(prefix).toBe(kind);
        expect(Buffer.from(bits, "base64url")).toHaveLength(32);
        expect(checksum).toBe(tokenChecksum(token.slice(0, -6)));
        expect(parseToken(token)).toEqual({ kind, token });
        made.add(bits);
      }
    }
    expect(made.size).toBe(2000);
  });

  test("with any character changed, cut off or added is no token", () => {
    const token = makeTeamToken();
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === "A" ? "B" : "A";
      expect(parseToken(token.slice(0, index) + other + token.slice(index + 1))).toBeUndefined();
      expect(parseToken(token.slice(0, index))).toBeUndefined();
    }
    for (const text of [
      `${token}A`,
      ` ${token}`,
      `${token}\n`,
      token.replace("team", "run"),
      token.toUpperCase(),
      "",
    ]) {
      expect(parseToken(text)).toBeUndefined();
    }
  });
});

describe("a token in the server", () => {
  test("is stored as a hash, shown once, and never again", async () => {
    const { makeToken, openRun, ask, admin, sql, log } = await testServer();
    const made = [admin, (await makeToken("editor")).token, (await openRun()).token];
    const rows = [...(await sql("select * from token")), ...(await sql("select * from run"))] as { hash: Uint8Array }[];
    expect(rows).toHaveLength(3);
    const { data } = await ask(admin, `{ ${tokens.slice(2, -2)} runs { id label allow openedBy } }`);
    const shown =
      JSON.stringify([rows, data]) + rows.map(({ hash }) => Buffer.from(hash).toString("latin1")).join() + log();
    record("tokens", shown);
    for (const token of made) {
      expect(shown).not.toContain(token);
      expect(shown).not.toContain(token.slice(-49, -6));
    }
    for (const { hash } of rows) expect(hash).toHaveLength(32);
  });

  test("ends at its time and at its revocation, on every server over the same data", async () => {
    const one = await testServer();
    const two = await testServer({}, one);
    const short = await one.makeToken("editor", 60);
    const revoked = await one.makeToken("editor");
    const run = await one.openRun({ ttlSeconds: 60 });
    await one.set("n", 1);
    for (const server of [one, two]) {
      for (const { token } of [short, revoked])
        expect((await server.ask(token, "{ secret { name } }")).code).toBeUndefined();
      expect((await server.read(run.token, "n")).data.secretValue).toBe(1);
    }
    await one.ask(one.admin, `mutation { revokeToken(input: { id: "${revoked.id}" }) { success } }`);
    expect((await two.ask(revoked.token, "{ secret { name } }")).code).toBe("UNAUTHENTICATED");
    one.clock.now += 59_999;
    expect((await two.ask(short.token, "{ secret { name } }")).code).toBeUndefined();
    one.clock.now += 1;
    expect((await two.ask(short.token, "{ secret { name } }")).code).toBe("UNAUTHENTICATED");
    expect((await two.read(run.token, "n")).code).toBe("RUN_EXPIRED");
    const again = await two.ask(two.admin, `mutation { revokeToken(input: { id: "${revoked.id}" }) { success } }`);
    expect(again.data.revokeToken.success).toBe(true);
  });

  test("tells when it was last used, to the minute", async () => {
    const { makeToken, ask, admin, clock } = await testServer();
    const { token, id } = await makeToken("editor");
    const lastUsed = async (): Promise<string | null> =>
      (await ask(admin, tokens)).data.tokens.find((one: { id: string }) => one.id === id).lastUsedAt;
    expect(await lastUsed()).toBeNull();
    clock.now += 5000;
    const used = new Date(clock.now).toISOString();
    await ask(token, "{ secret { name } }");
    await expect.poll(lastUsed).toBe(used);
    clock.now += 59_000;
    await ask(token, "{ secret { name } }");
    expect(await lastUsed()).toBe(used);
    clock.now += 1000;
    await ask(token, "{ secret { name } }");
    await expect.poll(lastUsed).toBe(new Date(clock.now).toISOString());
  });

  test("of an admin can't be revoked if it is the last that does not expire", async () => {
    const { makeToken, ask, admin } = await testServer();
    const own = (await ask(admin, tokens)).data.tokens.find((one: { name: string }) => one.name === "admin");
    const revoke = (id: string) => ask(admin, `mutation { revokeToken(input: { id: "${id}" }) { success } }`);
    const others: (() => Promise<unknown>)[] = [
      () => makeToken("admin", 60),
      () => makeToken("editor"),
      async () => revoke((await makeToken("admin")).id),
      () => ask(admin, 'mutation { createTeam(input: { name: "with an admin of its own" }) { token } }'),
    ];
    for (const makeOther of others) {
      await makeOther();
      expect((await revoke(own.id)).code).toBe("CONFLICT");
    }
    const other = await makeToken("admin");
    expect((await revoke(own.id)).code).toBeUndefined();
    expect((await ask(admin, tokens)).code).toBe("UNAUTHENTICATED");
    expect((await ask(other.token, tokens)).data.tokens).toHaveLength(5);
  });

  test("that is revoked already stays as it was", async () => {
    const { ask, admin, makeToken, clock } = await testServer();
    const { id } = await makeToken("editor");
    const revoke = async (): Promise<string> => {
      expect((await ask(admin, `mutation { revokeToken(input: { id: "${id}" }) { success } }`)).code).toBeUndefined();
      return (await ask(admin, `{ tokens(where: { id: "${id}" }) { revokedAt } }`)).data.tokens[0].revokedAt;
    };
    const first = await revoke();
    clock.now += 1000;
    expect(await revoke()).toBe(first);
  });

  test("has a name that no other live one of its team has", async () => {
    const { ask, admin, clock } = await testServer();
    const make = (name: string, token = admin, ttlSeconds?: number) =>
      ask(
        token,
        "mutation ($n: String!, $t: Int) { createToken(input: { name: $n, role: admin, ttlSeconds: $t }) { id token } }",
        { n: name, t: ttlSeconds },
      );
    expect((await make("admin")).code).toBe("CONFLICT");
    const other = (await ask(admin, 'mutation { createTeam(input: { name: "other" }) { token } }')).data.createTeam;
    for (const token of [admin, other.token]) expect((await make("job", token)).code).toBeUndefined();
    const { id } = (await make("short", admin, 1)).data.createToken;
    expect((await make("short")).code).toBe("CONFLICT");
    await ask(admin, `mutation { revokeToken(input: { id: "${id}" }) { success } }`);
    expect((await make("short", admin, 1)).code).toBeUndefined();
    clock.now += 1000;
    expect((await make("short")).code).toBeUndefined();
  });

  test("is listed by its id, its role and whether it lives", async () => {
    const { ask, admin, makeToken, clock } = await testServer();
    const [editor, runner, expired] = [
      await makeToken("editor"),
      await makeToken("runner"),
      await makeToken("runner", 1),
    ];
    const revoked = await makeToken("runner");
    await ask(admin, `mutation { revokeToken(input: { id: "${revoked.id}" }) { success } }`);
    clock.now += 1000;
    const ids = async (where: string): Promise<string[]> => {
      const { data } = await ask(admin, `{ tokens(where: { ${where} }) { id } }`);
      return data.tokens.map(({ id }: { id: string }) => id).sort();
    };
    expect(await ids(`id: "${editor.id}"`)).toEqual([editor.id]);
    expect(await ids("role: runner")).toEqual([runner.id, expired.id, revoked.id].sort());
    expect(await ids("role: runner, live: true")).toEqual([runner.id]);
    expect(await ids("live: false")).toEqual([expired.id, revoked.id].sort());
    expect(await ids(`role: editor, id: "${runner.id}"`)).toEqual([]);
    expect(await ids("live: null, role: null")).toHaveLength(5);
  });

  test.each(["unknown", "server", "run:5", "rotate-key"])(
    "can't be called %s, as others are in the audit log",
    async (name) => {
      const { ask, admin } = await testServer();
      const document = "mutation ($name: String!) { createToken(input: { name: $name, role: runner }) { id } }";
      expect((await ask(admin, document, { name })).code).toBe("BAD_INPUT");
      expect((await ask(admin, document, { name: `${name} job`.replace(":", " ") })).code).toBeUndefined();
    },
  );

  test("has a lifetime of at least a second, or none", async () => {
    const { ask, admin } = await testServer();
    const make = (ttlSeconds: number | null) =>
      ask(
        admin,
        "mutation ($n: String!, $t: Int) { createToken(input: { name: $n, role: runner, ttlSeconds: $t }) { expiresAt } }",
        { n: `for ${ttlSeconds}`, t: ttlSeconds },
      );
    for (const ttl of [0, -1]) expect((await make(ttl)).code).toBe("BAD_INPUT");
    expect((await make(null)).data.createToken.expiresAt).toBeNull();
    expect((await make(1)).data.createToken.expiresAt).toBe("2026-01-31T09:30:01.000Z");
  });
});

import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { openWith, trustedServer } from "../identities.ts";
import { githubClaims } from "../issuer.ts";
import { documentBody, listeningServer } from "../listening-server.ts";
import { testServer } from "../test-server.ts";

describe("too many requests", () => {
  test("of one token are refused before their body is read; another token's are served", async () => {
    const { post, makeToken } = await listeningServer({ limits: { requestsPerSecond: 5 } });
    const { token } = await makeToken("editor");
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(documentBody("{ secret { name } }"), token)),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(3);
    const runner = await makeToken("runner");
    expect((await post(documentBody("{ __typename }"), runner.token)).status).toBe(200);
  });

  test("with invented tokens don't fill the audit log", async () => {
    const { post, ask, admin, clock } = await listeningServer({ limits: { unknownTokensPerSecond: 3 } });
    const fourTimes = async (token: string): Promise<(string | undefined)[]> => {
      const answers = [];
      for (let count = 0; count < 4; count += 1)
        answers.push((await post(documentBody("{ secret { name } }"), token)).code);
      return answers;
    };
    expect(await fourTimes("none")).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED", "UNAUTHENTICATED", "RATE_LIMITED"]);
    const { data } = await ask(admin, '{ auditEvents(where: { actor: "unknown" }) { code } }');
    expect(data.auditEvents).toHaveLength(3);
    expect((await post(documentBody("{ secret { name } }"))).code).toBeUndefined();
    clock.now += 1000;
    expect((await post(documentBody("{ secret { name } }"), "none")).code).toBe("UNAUTHENTICATED");
  });

  test("with headers that are too large to be read don't fill the audit log", async () => {
    const { socket, set, sql, clock } = await listeningServer({ limits: { unknownTokensPerSecond: 2 } });
    const rows = async (): Promise<unknown> => {
      // What was asked for before this is committed by then.
      expect((await set("n", 1)).code).toBeUndefined();
      return (await sql("select 1 from audit_event where action = 'request.authenticate'")).length;
    };
    const send = async (): Promise<void> => {
      const one = await socket();
      one.resume().write(`GET / HTTP/1.1\r\nhost: x\r\na: ${"x".repeat(30_000)}\r\n\r\n`);
      await once(one, "close");
    };
    for (let count = 0; count < 4; count += 1) await send();
    expect(await rows()).toBe(2);
    clock.now += 1000;
    await send();
    expect(await rows()).toBe(3);
  });

  test("with signed tokens are looked into as often as unknown tokens, whatever they hold", async () => {
    const server = await trustedServer({}, { limits: { unknownTokensPerSecond: 3 } });
    const jwt = await server.signer.sign({ ...githubClaims(server.clock.now), aud: "https://other.example" });
    const codes = [];
    for (let count = 0; count < 4; count += 1) codes.push((await openWith(server, jwt)).code);
    expect(codes).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED", "UNAUTHENTICATED", "RATE_LIMITED"]);
    server.clock.now += 1000;
    expect((await openWith(server, jwt)).code).toBe("UNAUTHENTICATED");
  });

  const many = (() => {
    const fields = Array.from({ length: 100 }, (_none, index) => `a${index}: secretValues(names: $names) { name }`);
    const names = Array.from({ length: 1000 }, (_none, index) => `n${index}`);
    return { query: `query ($names: [String!]!) { ${fields.join(" ")} }`, names };
  })();

  test("of callers that are worth nothing have one row each, however many fields and names they have, and a limit", async () => {
    const { ask, admin, makeToken, openRun } = await testServer({ limits: { unknownTokensPerSecond: 3 } });
    const [revoked, ended] = [await makeToken("editor"), await openRun()];
    await ask(admin, "mutation ($id: ID!) { revokeToken(input: { id: $id }) { success } }", { id: revoked.id });
    await ask(admin, "mutation ($id: ID!) { endRun(input: { id: $id }) { success } }", { id: ended.id });
    const senders = [undefined, revoked.token, ended.token, revoked.token, ended.token];
    const codes = [];
    for (const token of senders) codes.push((await ask(token, many.query, { names: many.names })).code);
    expect(codes).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED", "RUN_ENDED", "RATE_LIMITED", "RATE_LIMITED"]);
    const where = "(where: { outcome: refused })";
    const { data } = await ask(admin, `{ auditEvents${where} { action actor actorId subject code } }`);
    expect(data.auditEvents).toEqual(
      [
        { actor: "unknown", actorId: null, code: "UNAUTHENTICATED" },
        { actor: "a editor", actorId: revoked.id, code: "UNAUTHENTICATED" },
        { actor: `run:${ended.id}`, actorId: ended.id, code: "RUN_ENDED" },
      ]
        .reverse()
        .map((row) => ({ action: "request.authenticate", subject: null, ...row })),
    );
  });

  test("of an unknown token are refused whatever their body is: it is not looked at", async () => {
    const { port, ask, admin, makeToken } = await listeningServer({ limits: { bodyBytes: 2000 } });
    const revoked = await makeToken("editor");
    await ask(admin, "mutation ($id: ID!) { revokeToken(input: { id: $id }) { success } }", { id: revoked.id });
    const bodies = [
      "",
      "no JSON",
      '{"query": "{ nothing"}',
      '{"query": "{ nothing }"}',
      documentBody("{ __typename }"),
      "x".repeat(5000),
    ];
    for (const token of [undefined, "none", revoked.token]) {
      for (const body of bodies) {
        const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
        const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: "POST", headers, body });
        const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
        expect([response.status, errors[0]?.extensions.code]).toEqual([200, "UNAUTHENTICATED"]);
      }
    }
  });

  test("of one request in the audit log have a limit for everyone: what is beyond it is refused, and one row says so", async () => {
    const { ask, admin, openRun, makeToken, audit } = await testServer({ limits: { auditRows: 2500 } });
    const run = await openRun();
    const runner = await makeToken("runner");
    for (const [token, code] of [
      [run.token, "NOT_FOUND"],
      [runner.token, "FORBIDDEN"],
    ] as const) {
      const listed = async (): Promise<{ id: string; code: string }[]> =>
        (await ask(admin, "{ auditEvents(limit: 9000) { id code } }")).data.auditEvents;
      const before = (await listed())[0]?.id;
      const { errors } = await ask(token, many.query, { names: many.names });
      expect(errors.at(-1)?.extensions.code).toBe("LIMIT_EXCEEDED");
      const added = async (wanted: string): Promise<number> => {
        const rows = await listed();
        const since = rows.slice(
          0,
          rows.findIndex(({ id }) => id === before),
        );
        return since.filter((row) => row.code === wanted).length;
      };
      await expect.poll(() => added(code)).toBe(2000);
      expect(await added("LIMIT_EXCEEDED")).toBe(1);
    }
    expect((await audit()).length).toBeGreaterThan(0);
  });

  test("that take too much of the server's time wait, by token and by address, and are told for how long", async () => {
    for (const limits of [{ tokenMsPerSecond: 500 }, { addressMsPerSecond: 500, tokenMsPerSecond: 5000 }]) {
      let looks = 0;
      // Each request takes 600 ms, in its first piece of work.
      const server = await testServer({ limits, elapsed: () => (++looks === 1 ? 0 : 600) });
      const { clock, admin, makeToken } = server;
      const ask = async (token: string): Promise<(number | string | undefined)[]> => {
        const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
        const payload = documentBody("{ secret { name } }");
        looks = 0;
        const { statusCode, body, headers: sent } = await server.server.inject({ url: "/graphql", headers, payload });
        return [statusCode, JSON.parse(body).errors?.[0]?.extensions.code, sent["retry-after"] as string];
      };
      clock.now += 10_000;
      const served = [200, undefined, undefined];
      expect(await ask(admin)).toEqual(served);
      expect(await ask(admin)).toEqual([429, "RATE_LIMITED", "1"]);
      clock.now += 1000;
      expect(await ask(admin)).toEqual(served);
      expect(await ask(admin)).toEqual([429, "RATE_LIMITED", "1"]);
      clock.now += 10_000;
      const { token } = await makeToken("editor");
      // Another token of the address is served as long as it takes little itself.
      expect(await ask(token)).toEqual(served);
      expect(await ask(token)).toEqual([429, "RATE_LIMITED", limits.addressMsPerSecond === undefined ? "1" : "2"]);
    }
  });

  test("pay for what is done after the database has answered: for each part of a long list", async () => {
    let elapsed = 0;
    const server = await testServer({ elapsed: () => (elapsed += 50) });
    const { clock, admin, ask } = server;
    const secrets = Array.from({ length: 1000 }, (_, index) => ({ name: `n${index}`, value: index }));
    const set = await ask(admin, "mutation ($input: [setSecretInput!]!) { setSecrets(input: $input) { success } }", {
      input: secrets,
    });
    expect(set.code).toBeUndefined();
    const isServedAgain = async (document: string): Promise<boolean> => {
      clock.now += 10_000;
      expect((await ask(admin, document)).code).toBeUndefined();
      return (await ask(admin, "{ __typename }")).code === undefined;
    };
    expect(await isServedAgain("{ secret(limit: 10) { name versions { version } } }")).toBe(true);
    expect(await isServedAgain("{ secret(limit: 1000) { name versions { version } } }")).toBe(false);
  });

  test("that came at once wait as well, once the first of them has taken the time", async () => {
    let elapsed = 0;
    const slow = (): number => {
      elapsed += 1000;
      return elapsed;
    };
    const { post, clock } = await listeningServer({ elapsed: slow });
    clock.now += 10_000;
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(documentBody("{ secret { name } }"))));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(9).fill(429)]);
  });

  test("behind proxies that are trusted, unknown tokens are counted by the address that those tell", async () => {
    const settings: [trustProxy: boolean | number | string, told: string, isTold: boolean][] = [
      [false, "192.0.2.", false],
      [true, "192.0.2.", true],
      // What the client wrote itself stands in front of what the proxy appends.
      [true, "203.0.113.9, 192.0.2.", true],
      [1, "203.0.113.9, 10.0.0.1, 192.0.2.", true],
      ["127.0.0.1", "203.0.113.9, 192.0.2.", true],
      ["10.0.0.0/8", "192.0.2.", false],
    ];
    for (const [trustProxy, told, isTold] of settings) {
      const { server } = await testServer({ trustProxy, limits: { unknownTokensPerSecond: 1 } });
      const ask = async (last: number): Promise<string> => {
        const headers = { "content-type": "application/json", "x-forwarded-for": `${told}${last}` };
        const { body } = await server.inject({ url: "/graphql", headers, payload: documentBody("{ teams { id } }") });
        return JSON.parse(body).errors[0].extensions.code;
      };
      const codes = [await ask(1), await ask(2), await ask(1)];
      const second = isTold ? "UNAUTHENTICATED" : "RATE_LIMITED";
      expect(codes).toEqual(["UNAUTHENTICATED", second, "RATE_LIMITED"]);
    }
  });

  test("an invented address in front of the one that the proxy appends changes nothing", async () => {
    const { server } = await testServer({ trustProxy: true, limits: { unknownTokensPerSecond: 1 } });
    const codes = [];
    for (let invented = 1; invented < 5; invented += 1) {
      const headers = { "content-type": "application/json", "x-forwarded-for": `203.0.113.${invented}, 192.0.2.1` };
      const { body } = await server.inject({ url: "/graphql", headers, payload: documentBody("{ teams { id } }") });
      codes.push(JSON.parse(body).errors[0].extensions.code);
    }
    expect(codes).toEqual(["UNAUTHENTICATED", "RATE_LIMITED", "RATE_LIMITED", "RATE_LIMITED"]);
  });
});

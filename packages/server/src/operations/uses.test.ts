import { canary } from "@tooling/vitest/canary";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { create, open, tokenOf } from "../../test/grants.ts";
import { type Answer, type TestServer, testServer } from "../../test/test-server.ts";

const charge = { name: "stripe key", host: "api.stripe.com", method: "POST", path: "/v1/charges" };

function use({ ask }: TestServer, token: string, request: Partial<typeof charge> = {}): Promise<Answer> {
  const document = "mutation ($i: useSecretInput!) { useSecret(input: $i) { value } }";
  return ask(token, document, { i: { ...charge, ...request } });
}

async function withKey(): Promise<TestServer> {
  const server = await testServer();
  await server.set("stripe key", canary);
  return server;
}

const runOf = async (server: TestServer, input: object, token = server.admin): Promise<string> =>
  (await open(server, token, input)).data.openRun.token;

describe("a run that only uses a secret", () => {
  test("is given it for a request within its uses, which is recorded with method, host and path", async () => {
    const server = await withKey();
    const uses = [{ name: "stripe key", host: "api.stripe.com", methods: ["POST"], paths: ["/v1/charges"] }];
    const run = await runOf(server, { uses, label: "agent" });
    expect((await use(server, run, { path: "/v1/%63harges/ch_1" })).data.useSecret).toEqual({ value: canary });
    const { data } = await server.ask(
      server.admin,
      '{ auditEvents(where: { action: "secret.use" }) { subject version label outcome detail } secret { lastReadAt } }',
    );
    expect(data.auditEvents).toEqual([
      {
        ...{ subject: "stripe key", version: 1, label: "agent", outcome: "allowed" },
        detail: expect.objectContaining({ method: "POST", host: "api.stripe.com", path: "/v1/charges/ch_1" }),
      },
    ]);
    expect(data.secret[0].lastReadAt).not.toBeNull();
  });

  test("is refused it for any other request, and that is recorded", async () => {
    const server = await withKey();
    const uses = [{ name: "stripe key", host: "api.stripe.com", methods: ["POST"], paths: ["/v1/charges"] }];
    const run = await runOf(server, { uses });
    const others: [what: string, request: Partial<typeof charge>, code: string][] = [
      ["another host", { host: "api.stripe.com.evil.example" }, "NAME_NOT_ALLOWED"],
      ["another port", { host: "api.stripe.com:8443" }, "NAME_NOT_ALLOWED"],
      ["another method", { method: "GET" }, "NAME_NOT_ALLOWED"],
      ["another path", { path: "/v1/chargesx" }, "NAME_NOT_ALLOWED"],
      ["a way out of the path", { path: "/v1/charges/../keys" }, "NAME_NOT_ALLOWED"],
      ["an encoded way out", { path: "/v1/charges/%2e%2e/keys" }, "NAME_NOT_ALLOWED"],
      ["a way out that is encoded twice", { path: "/v1/charges/%252e%252e/keys" }, "NAME_NOT_ALLOWED"],
      ["another name", { name: "other" }, "NAME_NOT_ALLOWED"],
      ["a host that is none", { host: "*.stripe.com" }, "BAD_INPUT"],
      ["a method that is none", { method: "post" }, "BAD_INPUT"],
      ["a query", { path: "/v1/charges?a=b" }, "BAD_INPUT"],
      ["a path that is too long", { path: `/v1/charges/${"x".repeat(9000)}` }, "BAD_INPUT"],
    ];
    for (const [what, request, code] of others) {
      const answer = await use(server, run, request);
      expect([answer.code, answer.data], what).toEqual([code, null]);
      const [row] = (await server.audit()).slice(-1);
      expect(row, what).toMatchObject({ action: "secret.use", outcome: "refused", code });
    }
  });

  test("reads it in no other way", async () => {
    const server = await withKey();
    await server.set("other", 1);
    const uses = [{ name: "stripe key", host: "*.stripe.com" }];
    const runs = [await runOf(server, { uses }), await runOf(server, { uses, allow: ["other"] })];
    for (const run of runs) {
      expect((await use(server, run)).code).toBeUndefined();
      expect((await server.read(run, "stripe key")).code).toBe("NAME_NOT_ALLOWED");
      expect((await server.ask(run, '{ secret_value(name: "stripe key") }')).code).toBe("NAME_NOT_ALLOWED");
      const many = await server.ask(run, '{ secretValues(names: ["stripe key"]) { value error { code } } }');
      expect(many.data.secretValues).toEqual([{ value: null, error: { code: "NAME_NOT_ALLOWED" } }]);
      expect((await use(server, run, { name: "other" })).code).toBe("NAME_NOT_ALLOWED");
    }
    expect((await server.ask(runs[1], "{ secret_names }")).data.secret_names).toEqual(["other"]);
  });

  test("uses nothing once it is ended, and what reads uses nothing", async () => {
    const server = await withKey();
    expect((await use(server, await runOf(server, {}))).code).toBe("NAME_NOT_ALLOWED");
    const { id, token } = await server.openRun({ uses: [{ name: "stripe key", host: "api.stripe.com" }] });
    expect((await use(server, token)).code).toBeUndefined();
    await server.ask(server.admin, `mutation { endRun(input: { id: "${id}" }) { success } }`);
    expect((await use(server, token)).code).toBe("RUN_ENDED");
  });

  test("looks for the name in its folder, as reads do", async () => {
    const server = await testServer();
    for (const name of ["prod/stripe key", "stripe key"]) await server.set(name, name);
    const uses = [{ name: "stripe key", host: "api.stripe.com" }];
    const inside = await runOf(server, { uses, folder: "prod/orders" });
    expect((await use(server, inside)).data.useSecret.value).toBe("prod/stripe key");
    expect((await use(server, inside, { name: "/stripe key" })).data.useSecret.value).toBe("stripe key");
    const rows = await server.sql("select subject, asked from audit_event where action = 'secret.use' order by seq");
    expect(rows).toEqual([
      { subject: "prod/stripe key", asked: "stripe key" },
      { subject: "stripe key", asked: "/stripe key" },
    ]);
  });
});

describe("a grant of uses", () => {
  const uses = [{ name: "prod/*", host: "*.stripe.com", methods: ["GET", "POST"], paths: ["/v1/"] }];
  const asked = { name: "prod/key", host: "api.stripe.com", methods: ["POST"], paths: ["/v1/charges"] };

  test("opens runs within it, with narrower uses or its own", async () => {
    const server = await testServer();
    await server.set("prod/key", canary);
    const token = await tokenOf(server, [{ role: "runner", uses }]);
    for (const run of [await runOf(server, { uses: [asked] }, token), await runOf(server, {}, token)]) {
      expect((await use(server, run, { name: "prod/key" })).data.useSecret.value).toBe(canary);
      expect((await use(server, run, { name: "prod/key", path: "/v2" })).code).toBe("NAME_NOT_ALLOWED");
    }
    for (const wider of [{ host: "*.example.com" }, { paths: ["/v2"] }, { methods: ["PUT"] }, { name: "dev/key" }]) {
      expect((await open(server, token, { uses: [{ ...asked, ...wider }] })).code).toBe("NAME_NOT_ALLOWED");
    }
    expect((await open(server, token, { uses: [asked], allow: ["prod/key"] })).code).toBe("NAME_NOT_ALLOWED");
  });

  test("is not made of what can't be", async () => {
    const server = await testServer();
    const wrong: [what: string, use: object][] = [
      ["a path with a query", { paths: ["/a?b=c"] }],
      ["a path that is not clear", { paths: ["/a/%252e%252e"] }],
      ["a star inside the host", { host: "a.*.example.com" }],
      ["a star of all hosts", { host: "*" }],
      ["a port that is none", { host: "a.example:99999" }],
    ];
    for (const [what, part] of wrong) {
      const grants = [{ role: "runner", uses: [{ ...asked, ...part }] }];
      expect((await create(server, { grants })).code, what).toBe("BAD_INPUT");
    }
  });

  test("is one of a hundred at most, with at most twenty methods and paths each", async () => {
    const server = await testServer();
    const made = (length: number): object[] => Array.from({ length }, () => asked);
    const paths = (length: number): string[] => Array.from({ length }, (_none, at) => `/${at}`);
    const codeOf = async (grants: object[]): Promise<string | undefined> => (await create(server, { grants })).code;
    expect(await codeOf([{ role: "runner", uses: made(100) }])).toBeUndefined();
    expect(await codeOf([{ role: "runner", uses: made(101) }])).toBe("BAD_INPUT");
    expect(await codeOf(made(2).map(() => ({ role: "runner", uses: made(51) })))).toBe("BAD_INPUT");
    expect(await codeOf([{ role: "runner", uses: [{ ...asked, paths: paths(20) }] }])).toBeUndefined();
    expect(await codeOf([{ role: "runner", uses: [{ ...asked, paths: paths(21) }] }])).toBe("BAD_INPUT");
    expect((await open(server, server.admin, { uses: made(101) })).code).toBe("BAD_INPUT");
  });

  test("is never exceeded, whatever the run asks for", async () => {
    const server = await testServer();
    for (const name of ["x", "prod/x", "prod/orders/x"]) await server.set(name, name);
    const some = fc.record(
      {
        name: fc.constantFrom("x", "prod/x", "prod/*", "/x", "prod/orders/x"),
        host: fc.constantFrom("a.example.com", "*.example.com"),
        methods: fc.constantFrom(["GET"], ["POST", "GET"]),
        paths: fc.constantFrom(["/a"], ["/a/b", "/c"]),
      },
      { requiredKeys: ["name", "host"] },
    );
    const full = some.filter(({ name }) => !name.startsWith("/"));
    const folder = fc.option(fc.constantFrom("prod", "prod/orders"));
    const request = fc.record({
      name: fc.constantFrom("x", "prod/x", "/x", "/prod/x"),
      host: fc.constantFrom("a.example.com", "b.example.com"),
      method: fc.constantFrom("GET", "POST"),
      path: fc.constantFrom("/a", "/a/b", "/c/../a/x", "/c", "/a%2fb"),
    });
    await fc.assert(
      fc.asyncProperty(
        full,
        fc.option(some),
        folder,
        fc.array(request, { minLength: 4 }),
        async (own, uses, where, all) => {
          const token = await tokenOf(server, [{ role: "runner", uses: [own] }]);
          const opened = await open(server, token, { uses: uses && [uses], folder: where });
          if (opened.code !== undefined) return void expect(opened.code).toBe("NAME_NOT_ALLOWED");
          for (const one of all) {
            const answer = await use(server, opened.data.openRun.token, one);
            if (answer.code !== undefined) {
              expect(answer.code).toMatch(/^(NAME_NOT_ALLOWED|NOT_FOUND)$/);
              continue;
            }
            // Each value is the full name that was found.
            const found: string = answer.data.useSecret.value;
            const path = new URL(one.path, "https://a.example").pathname;
            for (const limit of uses === null ? [own] : [own, uses]) {
              expect(limit.host === "*.example.com" || limit.host === one.host).toBe(true);
              expect(limit.methods?.some((method) => method === one.method) ?? true).toBe(true);
              expect(limit.paths?.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)) ?? true).toBe(
                true,
              );
            }
            expect(own.name === "prod/*" ? found.startsWith("prod/") : found === own.name).toBe(true);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

import { canary } from "@tooling/vitest/canary";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Answer, type TestServer, testServer } from "../../test/test-server.ts";

interface GrantInput {
  role: "admin" | "editor" | "runner" | "auditor";
  names?: string[] | null;
  runSeconds?: number;
  uses?: object[];
}

let tokens = 0;

function create({ ask, admin }: TestServer, input: object, token = admin): Promise<Answer> {
  tokens += 1;
  const query = `mutation ($i: createTokenInput!) {
    createToken(input: $i) { id token role grants { role names } }
  }`;
  return ask(token, query, { i: { name: `token ${tokens}`, ...input } });
}

async function tokenOf(server: TestServer, grants: readonly GrantInput[], by?: string): Promise<string> {
  return (await create(server, { grants }, by)).data.createToken.token;
}

const open = ({ ask }: TestServer, token: string, input: object = {}): Promise<Answer> =>
  ask(token, "mutation ($i: openRunInput!) { openRun(input: $i) { id token expiresAt } }", { i: input });

/** Each is there under `…/there`, and not under `…/gone`. */
const folders = ["", "dev/", "prod/", "prod/orders/", "prod/orders2/", "prod/orders/db/"];
const patterns = [
  "there",
  "gone",
  ...folders.slice(1).flatMap((folder) => [`${folder}*`, `${folder}there`, `${folder}gone`]),
];

const names = fc.option(fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 1, maxLength: 3 }));
const grantOf = (...roles: GrantInput["role"][]): fc.Arbitrary<GrantInput> =>
  fc
    .record({ role: fc.constantFrom(...roles), names })
    .map(({ role, names: some }) => (role === "editor" || role === "runner" ? { role, names: some } : { role }));

/** What the words say, written apart from the code under test. */
function isMeant(grants: readonly GrantInput[], roles: readonly GrantInput["role"][], name: string): boolean {
  const meant = grants.filter(({ role }) => roles.includes(role)).map(({ names: some }) => some ?? null);
  return meant.some(
    (some) =>
      some === null || some.some((one) => one === name || (one.endsWith("/*") && name.startsWith(one.slice(0, -1)))),
  );
}

async function withNames(): Promise<TestServer> {
  const server = await testServer();
  for (const folder of folders) await server.set(`${folder}there`, canary);
  return server;
}

/** The same without ids and times of the request. */
const essence = ({ data, errors, status }: Answer): string => JSON.stringify({ data, errors, status });

const changes: [what: string, document: string][] = [
  ["setting", "mutation ($n: String!) { setSecret(input: { name: $n, value: 1 }) { success } }"],
  ["setting many", "mutation ($n: String!) { setSecrets(input: [{ name: $n, value: 1 }]) { success } }"],
  ["setting as Prefect does", "mutation ($n: String!) { set_secret(input: { name: $n, value: 1 }) { success } }"],
  ["rolling back", "mutation ($n: String!) { rollbackSecret(input: { name: $n, version: 1 }) { success } }"],
  ["describing", 'mutation ($n: String!) { describeSecret(input: { name: $n, note: "x" }) { success } }'],
  ["deleting", "mutation ($n: String!) { deleteSecret(input: { name: $n }) { success } }"],
  ["restoring", "mutation ($n: String!) { restoreSecret(input: { name: $n }) { success } }"],
];

describe("for any grants", () => {
  test("no change reaches outside, and the refusal is the same whether or not the name is there", async () => {
    const server = await withNames();
    const grants = fc.array(grantOf("editor", "auditor", "runner"), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(grants, fc.subarray(folders, { minLength: 1, maxLength: 2 }), async (some, tried) => {
        const own: GrantInput[] = [...some, { role: "editor", names: ["own/*"] }];
        const token = await tokenOf(server, own);
        for (const folder of tried) {
          const isInside = ["there", "gone"].map((name) => isMeant(own, ["editor"], `${folder}${name}`));
          for (const [what, document] of changes) {
            const asked = (name: string) => server.ask(token, document, { n: `${folder}${name}` });
            if (!isInside[0]) {
              const there = await asked("there");
              expect(there.code, what).toBe("NAME_NOT_ALLOWED");
              if (!isInside[1]) expect(essence(await asked("gone")), what).toBe(essence(there));
            } else if (what === "rolling back") {
              expect((await asked("there")).code, what).toBeUndefined();
            }
          }
        }
        const seen = folders
          .map((folder) => `${folder}there`)
          .filter((name) => isMeant(own, ["editor", "auditor"], name));
        const { data } = await server.ask(token, "{ secret(limit: 100) { name } secret_names }");
        expect(data.secret_names).toEqual([...seen].sort());
        expect(data.secret.map((one: { name: string }) => one.name)).toEqual(data.secret_names);
        const newest = await server.ask(token, "{ secret(limit: 100, order_by: { updatedAt: desc }) { name } }");
        expect(newest.data.secret.map((one: { name: string }) => one.name).sort()).toEqual(data.secret_names);
      }),
      { numRuns: 12 },
    );
  });

  test("no run reads outside, in whatever folder, and the refusal is the same whether or not the name is there", async () => {
    const server = await withNames();
    const folder = fc.option(fc.constantFrom("dev", "prod", "prod/orders", "prod/orders2", "prod/orders/db", "other"));
    const asked = fc.constantFrom(...folders, "/", "/prod/", "orders/", "db/");
    const grants = fc.array(grantOf("runner"), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        grants,
        folder,
        fc.array(asked, { minLength: 1 }),
        fc.boolean(),
        async (own, where, prefixes, isListed) => {
          const token = await tokenOf(server, own);
          const all = [...new Set(prefixes)].flatMap((prefix) => [`${prefix}there`, `${prefix}gone`]);
          const searched = (name: string): string[] => {
            if (where === null) return [name];
            if (name.startsWith("/")) return [name.slice(1)];
            const parts = where.split("/");
            return [...parts.map((_part, index) => [...parts.slice(0, parts.length - index), name].join("/")), name];
          };
          const covered = (name: string) => searched(name).filter((one) => isMeant(own, ["runner"], one));
          const refused = all.filter((name) => covered(name).length === 0);
          const input = { folder: where, allow: isListed ? all : null };
          if (isListed && refused.length > 0) {
            expect((await open(server, token, input)).code).toBe("NAME_NOT_ALLOWED");
            return;
          }
          const run = (await open(server, token, input)).data.openRun.token;
          const many = await server.ask(
            run,
            "query ($n: [String!]!) { secretValues(names: $n) { name value error { code message } } }",
            { n: all },
          );
          for (const [index, name] of all.entries()) {
            const isThere = covered(name).some((one) => folders.some((prefix) => `${prefix}there` === one));
            const code = covered(name).length === 0 ? "NAME_NOT_ALLOWED" : isThere ? undefined : "NOT_FOUND";
            const single = await server.read(run, name);
            const prefect = await server.ask(run, "query ($n: String!) { secret_value(name: $n) }", { n: name });
            expect([single.code, prefect.code, many.data.secretValues[index].error?.code], name).toEqual([
              code,
              code,
              code,
            ]);
            expect(single.data?.secretValue ?? null, name).toBe(isThere ? canary : null);
            expect(many.data.secretValues[index].name).toBe(name);
          }
          const bySingle = await Promise.all(refused.map((name) => server.read(run, name)));
          expect(new Set(bySingle.map(essence)).size).toBeLessThan(2);
          const listed: string[] = (await server.ask(run, "{ secret_names }")).data.secret_names;
          for (const name of listed) expect((await server.read(run, name)).code, name).toBeUndefined();
          if (where === null) {
            const inside = folders.map((one) => `${one}there`).filter((name) => isMeant(own, ["runner"], name));
            expect(listed).toEqual(inside.filter((name) => !isListed || all.includes(name)).sort());
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  test("nobody makes a credential that reads what their own can't, also in two steps", async () => {
    const server = await withNames();
    const own = fc.array(grantOf("admin", "editor", "runner"), { maxLength: 3 });
    const given = fc.array(grantOf("admin", "editor", "runner", "auditor"), { minLength: 1, maxLength: 2 });
    const readable = async (token: string): Promise<string[]> => {
      const opened = patterns
        .map((pattern) => pattern.replace("*", "x"))
        .map(async (name) => {
          const { code } = await open(server, token, { allow: [name] });
          if (code !== undefined) expect(code).toMatch(/^(FORBIDDEN|NAME_NOT_ALLOWED)$/);
          return code === undefined ? [name] : [];
        });
      return (await Promise.all(opened)).flat();
    };
    await fc.assert(
      fc.asyncProperty(own, given, given, async (mine, first, second) => {
        let token = await tokenOf(server, [...mine, { role: "admin" }]);
        let limit = await readable(token);
        for (const grants of [[...first, { role: "admin" as const }], second]) {
          const made = await create(server, { grants }, token);
          const isWithin = (name: string): boolean => limit.includes(name);
          if (made.code !== undefined) {
            expect(made.code).toBe("FORBIDDEN");
            expect(grants.some(({ role }) => role === "runner")).toBe(true);
            return;
          }
          token = made.data.createToken.token;
          const reads = await readable(token);
          expect(reads.filter((name) => !isWithin(name))).toEqual([]);
          limit = reads;
        }
      }),
      { numRuns: 15 },
    );
  });
});

test("a team's first token reads only if its creator may read all of theirs", async () => {
  const server = await testServer();
  const team = (token: string, name: string, runner?: boolean) =>
    server.ask(token, "mutation ($i: createTeamInput!) { createTeam(input: $i) { token grants { role } } }", {
      i: { name, runner },
    });
  const [admin, narrow] = [
    await tokenOf(server, [{ role: "admin" }]),
    await tokenOf(server, [{ role: "admin" }, { role: "runner", names: ["dev/*"] }]),
  ];
  for (const token of [admin, narrow]) {
    expect((await team(token, "a")).code).toBe("FORBIDDEN");
    const made = (await team(token, `without runner ${token === admin}`, false)).data.createTeam;
    expect(made.grants).toEqual([{ role: "admin" }]);
    expect((await open(server, made.token)).code).toBe("FORBIDDEN");
    expect((await create(server, { role: "runner" }, made.token)).code).toBe("FORBIDDEN");
  }
  const made = (await team(server.admin, "a")).data.createTeam;
  expect(made.grants).toEqual([{ role: "admin" }, { role: "runner" }]);
  expect((await open(server, made.token)).code).toBeUndefined();
});

describe("a token", () => {
  test("of the role admin is that of an admin alone", async () => {
    const server = await testServer();
    const made = (await create(server, { role: "admin" })).data.createToken;
    expect(made.grants).toEqual([{ role: "admin", names: null }]);
    expect((await open(server, made.token)).code).toBe("FORBIDDEN");
    expect((await create(server, { role: "runner" }, made.token)).code).toBe("FORBIDDEN");
    expect((await create(server, { role: "editor" }, made.token)).code).toBeUndefined();
  });

  test("shows its grants, who made it and until when, in lists and to its holder", async () => {
    const server = await testServer();
    const grants = [
      { role: "editor", names: ["prod/orders/*", "x", "x"] },
      { role: "runner", names: ["dev/*", "*"], runSeconds: 60 },
      { role: "runner", uses: [{ name: "x", host: "API.example.com:8443", methods: ["GET"] }] },
    ];
    const { id, token, role } = (await create(server, { name: "ada", grants, ttlSeconds: 60 })).data.createToken;
    expect(role).toBe("editor");
    const shape = "grants { role names runSeconds uses { name host methods paths } } expiresAt";
    const expected = {
      expiresAt: "2026-01-31T09:31:00.000Z",
      grants: [
        { role: "editor", names: ["prod/orders/*", "x"], runSeconds: null, uses: null },
        { role: "runner", names: null, runSeconds: 60, uses: null },
        {
          role: "runner",
          names: null,
          runSeconds: null,
          uses: [{ name: "x", host: "api.example.com:8443", methods: ["GET"], paths: null }],
        },
      ],
    };
    const list = `{ tokens(where: { id: "${id}" }) { name createdBy ${shape} } }`;
    expect((await server.ask(server.admin, list)).data.tokens).toEqual([
      { name: "ada", createdBy: "admin", ...expected },
    ]);
    const whoami = `{ whoami { team { id name } kind name ${shape} } }`;
    const team = { id: server.teamId, name: "default" };
    expect((await server.ask(token, whoami)).data.whoami).toEqual({ team, kind: "token", name: "ada", ...expected });
    const run = (await open(server, token, { ttlSeconds: 30, allow: ["x"] })).data.openRun;
    expect((await server.ask(run.token, whoami)).data.whoami).toEqual({
      team,
      kind: "run",
      name: `run:${run.id}`,
      grants: [expected.grants[1]],
      expiresAt: run.expiresAt,
    });
  });

  const many = Array.from({ length: 400 }, (_none, index) => `${"x".repeat(40)}${index}`);
  test.each<[what: string, input: object, code: string]>([
    ["no grants", { grants: [] }, "BAD_INPUT"],
    ["neither a role nor grants", {}, "BAD_INPUT"],
    ["names without a role", { names: ["a"] }, "BAD_INPUT"],
    ["a role and grants", { role: "editor", grants: [{ role: "editor" }] }, "BAD_INPUT"],
    ["no names", { role: "editor", names: [] }, "BAD_INPUT"],
    ["names of an admin", { role: "admin", names: ["a"] }, "BAD_INPUT"],
    ["names of an auditor", { role: "auditor", names: ["*"] }, "BAD_INPUT"],
    ["an admin's runs", { role: "admin", runSeconds: 60 }, "BAD_INPUT"],
    ["an auditor's runs", { role: "auditor", runSeconds: 60 }, "BAD_INPUT"],
    ["an editor's runs", { role: "editor", runSeconds: 60 }, "BAD_INPUT"],
    ["runs of no time", { role: "runner", runSeconds: 0 }, "BAD_INPUT"],
    ["an editor's uses", { grants: [{ role: "editor", uses: [{ name: "a", host: "b" }] }] }, "BAD_INPUT"],
    ["no uses", { grants: [{ role: "runner", uses: [] }] }, "BAD_INPUT"],
    ["uses and names", { grants: [{ role: "runner", names: ["a"], uses: [{ name: "a", host: "b" }] }] }, "BAD_INPUT"],
    ["a host with a path", { grants: [{ role: "runner", uses: [{ name: "a", host: "b/c" }] }] }, "BAD_INPUT"],
    ["a name that can't be", { role: "editor", names: ["a\u0000"] }, "BAD_INPUT"],
    ["a name that is not composed", { role: "editor", names: ["A\u030a"] }, "BAD_INPUT"],
    ["a folder that begins with a slash", { role: "editor", names: ["/prod/*"] }, "BAD_INPUT"],
    ["a folder with an empty part", { role: "editor", names: ["prod//a/*"] }, "BAD_INPUT"],
    ["a folder of no name", { role: "editor", names: ["/*"] }, "BAD_INPUT"],
    ["too much", { role: "editor", names: many }, "LIMIT_EXCEEDED"],
    ["too many", { grants: Array(33).fill({ role: "editor" }) }, "BAD_INPUT"],
  ])("is not made with %s", async (_what, input, code) => {
    const server = await testServer();
    expect((await create(server, input)).code).toBe(code);
    expect((await server.ask(server.admin, "{ tokens { id } }")).data.tokens).toHaveLength(1);
  });

  test("of an auditor changes and opens nothing, and sees log, runs, tokens and names", async () => {
    const server = await withNames();
    const { token } = await server.makeToken("auditor");
    for (const [what, document] of changes)
      expect((await server.ask(token, document, { n: "there" })).code, what).toBe("FORBIDDEN");
    expect((await open(server, token)).code).toBe("FORBIDDEN");
    const run = await server.openRun();
    const { data, code } = await server.ask(
      token,
      '{ auditEvents { id } runs { id } tokens { id } secret { name } access(name: "there") { name through } }',
    );
    expect(code).toBeUndefined();
    expect(data.runs).toEqual([{ id: run.id }]);
    expect(data.secret).toHaveLength(folders.length);
    expect(data.access).toEqual([{ name: "admin", through: "runner:*" }]);
  });
});

test("no secret is called as grants write all names, or a folder's", async () => {
  const { set } = await testServer();
  for (const name of ["*", "prod/*", "/*"]) expect((await set(name, 1)).code, name).toBe("BAD_INPUT");
  for (const name of ["prod*", "*/x", "a*b", "prod/**"]) expect((await set(name, 1)).code, name).toBeUndefined();
});

test("who may read a secret is told with the grant that says so, for names that are there and names that are not", async () => {
  const server = await testServer();
  const grants = [{ role: "runner", names: ["dev/*", "prod/orders/*"] } as const, { role: "editor" } as const];
  const made = (await create(server, { name: "job", grants })).data.createToken;
  const expired = (await create(server, { name: "expired", role: "runner", ttlSeconds: 1 })).data.createToken;
  const revoked = (await create(server, { name: "revoked", role: "runner" })).data.createToken;
  const forged = (await create(server, { name: "forged", role: "auditor" })).data.createToken;
  await create(server, { name: "reads nothing", role: "editor" });
  await server.ask(server.admin, `mutation { revokeToken(input: { id: "${revoked.id}" }) { success } }`);
  await server.sql(
    `update token set grants = '[{"role":"runner","names":null,"uses":null}]' where id = '${forged.id}'`,
  );
  server.clock.now += 1000;
  expect(expired.id).not.toBe(made.id);
  const access = async (name: string) =>
    (await server.ask(server.admin, "query ($n: String!) { access(name: $n) { kind id name through } }", { n: name }))
      .data.access;
  const job = { kind: "token", id: made.id, name: "job", through: "runner:prod/orders/*" };
  for (const name of ["prod/orders/a", "prod/orders/b"]) {
    const found: { name: string }[] = await access(name);
    expect(found.sort((a, b) => a.name.localeCompare(b.name))).toEqual([
      expect.objectContaining({ name: "admin", through: "runner:*" }),
      job,
    ]);
  }
  expect(await access("prod/orders")).toEqual([expect.objectContaining({ name: "admin" })]);
});

describe("a run", () => {
  test("lives no longer in all than the grants that it is opened by say", async () => {
    const server = await testServer();
    const token = await tokenOf(server, [
      { role: "runner", names: ["dev/*"], runSeconds: 600 },
      { role: "runner", names: ["prod/*"], runSeconds: 60 },
    ]);
    const life = async (input: object) => {
      const { id, token: run, expiresAt } = (await open(server, token, { ttlSeconds: 3600, ...input })).data.openRun;
      const extend = "mutation ($i: extendRunInput!) { extendRun(input: $i) { expiresAt } }";
      const extended = await server.ask(run, extend, { i: { id, ttlSeconds: 3600 } });
      expect(extended.data.extendRun.expiresAt).toBe(expiresAt);
      return (Date.parse(expiresAt) - server.clock.now) / 1000;
    };
    expect(await life({ allow: ["dev/x"] })).toBe(600);
    expect(await life({ allow: ["prod/x"] })).toBe(60);
    expect(await life({ allow: ["dev/x", "prod/x"] })).toBe(60);
    expect(await life({})).toBe(60);
  });

  test("is listed with its folder, names and uses, for a runner only if it opened it", async () => {
    const server = await testServer();
    const [one, other] = [
      await tokenOf(server, [{ role: "runner", names: ["dev/*", "x"] }]),
      await tokenOf(server, [{ role: "runner" }]),
    ];
    const use = { name: "x", host: "api.example.com" };
    await open(server, one, { folder: "dev", allow: ["x"] });
    server.clock.now += 1;
    await open(server, other, { uses: [use] });
    const list = async (token: string) =>
      (await server.ask(token, "{ runs { allow names folder uses { name host methods paths } } }")).data.runs;
    const [first, second] = [
      { allow: ["x"], names: ["dev/*", "x"], folder: "dev", uses: null },
      { allow: [], names: null, folder: null, uses: [{ ...use, methods: null, paths: null }] },
    ];
    expect(await list(server.admin)).toEqual([second, first]);
    expect(await list(one)).toEqual([first]);
    expect(await list(other)).toEqual([second]);
  });

  test("that only uses reads nothing, and uses nothing that its grants don't", async () => {
    const server = await withNames();
    const use = { name: "there", host: "api.example.com", methods: ["GET"] };
    const token = await tokenOf(server, [{ role: "runner", uses: [use] }]);
    for (const input of [{}, { uses: [use] }]) {
      const run = (await open(server, token, input)).data.openRun.token;
      expect((await server.read(run, "there")).code).toBe("NAME_NOT_ALLOWED");
      expect((await server.ask(run, "{ secret_names }")).data.secret_names).toEqual([]);
    }
    for (const input of [
      { allow: ["there"] },
      { uses: [{ ...use, host: "b.example" }] },
      { uses: [{ ...use, methods: null }] },
    ]) {
      expect((await open(server, token, input)).code).toBe("NAME_NOT_ALLOWED");
    }
    const reader = await tokenOf(server, [{ role: "runner" }]);
    const run = (await open(server, reader, { uses: [use] })).data.openRun.token;
    expect((await server.read(run, "there")).code).toBe("NAME_NOT_ALLOWED");
  });

  test.each(["", "/prod", "prod/", "prod//a", "a\u0000", "A\u030a", Array(21).fill("a").join("/"), "x".repeat(256)])(
    "is not opened in the folder %j",
    async (folder) => {
      const server = await testServer();
      expect((await open(server, server.admin, { folder })).code).toBe("BAD_INPUT");
    },
  );
});

describe("a name in a folder", () => {
  test("is recorded as the full name that was found, with the name that was asked for", async () => {
    const server = await testServer();
    await server.set("prod/db url", canary);
    const run = (await open(server, server.admin, { folder: "prod/orders", allow: ["db url", "gone"] })).data.openRun;
    expect((await server.read(run.token, "db url")).data.secretValue).toBe(canary);
    await server.read(run.token, "gone");
    await server.ask(run.token, '{ secretValues(names: ["db url", "other"]) { value } }');
    const rows = await server.sql(
      "select subject, asked, code from audit_event where action = 'secret.read' order by seq",
    );
    expect(rows).toEqual([
      { subject: "prod/db url", asked: "db url", code: null },
      { subject: "prod/orders/gone", asked: "gone", code: "NOT_FOUND" },
      { subject: "prod/db url", asked: "db url", code: null },
      { subject: "prod/orders/other", asked: "other", code: "NAME_NOT_ALLOWED" },
    ]);
  });

  test("that was removed ends the search, until it is set anew", async () => {
    const server = await testServer();
    for (const name of ["x", "prod/x"]) await server.set(name, name);
    const run = (await open(server, server.admin, { folder: "prod" })).data.openRun.token;
    expect((await server.read(run, "x")).data.secretValue).toBe("prod/x");
    await server.ask(server.admin, 'mutation { deleteSecret(input: { name: "prod/x" }) { success } }');
    expect((await server.read(run, "x")).code).toBe("NOT_FOUND");
    expect((await server.ask(run, "{ secret_names }")).data.secret_names).toEqual([]);
    expect((await server.read(run, "/x")).data.secretValue).toBe("x");
    await server.set("prod/x", "anew");
    expect((await server.read(run, "x")).data.secretValue).toBe("anew");
  });
});

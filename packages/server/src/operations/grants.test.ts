import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { changes, create, folders, open, tokenOf, withNames } from "../../test/grants.ts";
import { sharedServer } from "../../test/listening-server.ts";
import { testServer } from "../../test/test-server.ts";

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

test("a list begins behind nothing that its caller may not see, whether or not it is there", async () => {
  const server = await withNames();
  const token = await tokenOf(server, [
    { role: "editor", names: ["dev/*"] },
    { role: "runner", names: ["dev/*"] },
  ]);
  const byTime = (name: string) =>
    server.ask(token, "query ($n: String!) { secret(order_by: { createdAt: asc }, after: $n, limit: 5) { name } }", {
      n: name,
    });
  const other = (await server.openRun()).id;
  const own = (await open(server, token)).data.openRun.id;
  const runs = (id: string) => server.ask(token, "query ($i: ID!) { runs(after: $i) { id } }", { i: id });
  for (const [there, gone] of [
    [await byTime("prod/there"), await byTime("prod/gone")],
    [await runs(other), await runs("00000000-0000-4000-8000-000000000000")],
  ]) {
    expect(there?.code).toBe("BAD_INPUT");
    expect(there?.errors).toEqual(gone?.errors);
  }
  expect((await byTime("dev/there")).data.secret).toEqual([]);
  expect((await runs(own)).data.runs).toEqual([]);
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

  const shared = sharedServer();
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
    const server = await shared();
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

  const shared = sharedServer();
  test.each(["", "/prod", "prod/", "prod//a", "a\u0000", "A\u030a", Array(21).fill("a").join("/"), "x".repeat(256)])(
    "is not opened in the folder %j",
    async (folder) => {
      const server = await shared();
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

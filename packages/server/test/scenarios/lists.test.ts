import fc from "fast-check";
import { expect, test } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";

const seconds = (at: number): string => new Date(1_577_836_800_000 + at * 1000).toISOString();

/** Rows of the caller's team, of no team and of another, in turns, before the audit log's first row. */
async function fillAuditLog({ sql, teamId }: TestServer, rows: number): Promise<void> {
  await sql(`
    insert into audit_event (seq, at, team_id, request_id, actor, actor_id, action, subject, outcome, code, mac)
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ${rows})
    select i - ${rows}, 1577836800000 + i * 1000, case i % 3 when 0 then '${teamId}' when 1 then null else 'other' end, 'r',
      'a' || (i % 5), null, case i % 7 when 0 then 'secret.set' else 'secret.read' end, 's' || i,
      case i % 11 when 0 then 'refused' else 'allowed' end, null, (select mac from audit_event where seq = 1) from n`);
}

test("a page of the audit log is the same wherever the statements that read it end, for the first team and for others", async () => {
  const server = await testServer();
  const rows = 9000;
  await fillAuditLog(server, rows);
  const made = await server.ask(
    server.admin,
    'mutation { createTeam(input: { name: "second" }) { team { id } token } }',
  );
  const { team, token } = made.data.createTeam;
  await server.sql(`update audit_event set team_id = '${team.id}' where team_id = 'other'`);

  const all = Array.from({ length: rows }, (_none, index) => rows - index).map((i) => ({
    i,
    team: ["first", "none", "second"][i % 3],
    action: i % 7 === 0 ? "secret.set" : "secret.read",
    actor: `a${i % 5}`,
    outcome: i % 11 === 0 ? "refused" : "allowed",
  }));
  const query = `query ($where: audit_bool_exp, $limit: Int, $offset: Int) {
    auditEvents(where: $where, limit: $limit, offset: $offset) { subject } }`;
  const filters = fc.record(
    {
      action: fc.constantFrom("secret.set", "secret.read"),
      actor: fc.constantFrom("a0", "a3"),
      outcome: fc.constantFrom("allowed", "refused"),
      since: fc.integer({ min: 0, max: rows }),
      until: fc.integer({ min: 0, max: rows }),
    },
    { requiredKeys: [] },
  );
  const pages = { limit: fc.integer({ min: 0, max: 3000 }), offset: fc.integer({ min: 0, max: 7000 }) };
  const isIn = (row: (typeof all)[number], { since, until, ...where }: Record<string, unknown>): boolean =>
    Object.entries(where).every(([name, value]) => row[name as "actor"] === value) &&
    (since === undefined || row.i >= Number(since)) &&
    row.i < Number(until ?? Number.POSITIVE_INFINITY);
  await fc.assert(
    fc.asyncProperty(fc.boolean(), filters, fc.record(pages), async (isFirst, where, { limit, offset }) => {
      const mine = isFirst ? ["first", "none"] : ["second"];
      // What the test did itself is newer than all of it.
      const until = where.until ?? rows + 1;
      const expected = all.filter((row) => mine.includes(String(row.team)) && isIn(row, { ...where, until }));
      const since = where.since === undefined ? {} : { since: seconds(where.since) };
      const variables = { where: { ...where, ...since, until: seconds(until) }, limit, offset };
      const { data } = await server.ask(isFirst ? server.admin : token, query, variables);
      const found = data.auditEvents.map(({ subject }: { subject: string }) => subject);
      expect(found).toEqual(expected.slice(offset, offset + limit).map(({ i }) => `s${i}`));
    }),
    { numRuns: 40 },
  );
});

async function fillSecrets({ sql, teamId }: TestServer, count: number): Promise<void> {
  await sql(`
    insert into secret (id, team_id, name, folder, version, created_at, updated_at, updated_by)
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})
    select 'id' || i, '${teamId}', case i % 2 when 0 then 'a/' else 'b/' end || i, '', 2, i % 50, (i * 7) % 97, 'admin' from n`);
  await sql(`
    insert into secret_version (secret_id, version, team_id, name, created_at, created_by)
    select id, 1, team_id, name, 1, 'admin' from secret union all select id, 2, team_id, name, 2, 'admin' from secret`);
}

test("secrets go on behind a name in each order, with their versions, and no page moves another", async () => {
  const server = await testServer();
  await fillSecrets(server, 4500);
  const list = async (args: string, fields = "name"): Promise<Record<string, unknown>[]> =>
    (await server.ask(server.admin, `{ secret${args} { ${fields} } }`)).data.secret;
  for (const order of ["name: asc", "name: desc", "createdAt: asc", "createdAt: desc", "updatedAt: desc"]) {
    const whole = await list(`(order_by: { ${order} })`);
    expect(whole).toHaveLength(4500);
    const paged = await list(`(order_by: { ${order} }, limit: 1500)`);
    while (paged.length < 4500) {
      const after = JSON.stringify(paged.at(-1)?.name);
      paged.push(...(await list(`(order_by: { ${order} }, limit: 1500, after: ${after})`)));
    }
    expect(paged).toEqual(whole);
    expect(await list(`(order_by: { ${order} }, limit: 700, offset: 3000)`)).toEqual(whole.slice(3000, 3700));
  }
  expect(await list('(where: { name: { _starts_with: "b/" } })')).toHaveLength(2250);
  expect(await list('(where: { name: { _starts_with: "b/" } }, order_by: { updatedAt: asc })')).toHaveLength(2250);
  expect(await list('(where: { name: { _starts_with: "b0" } })')).toEqual([]);
  const [first] = await list('(limit: 1, after: "a/z")', "name versions { version }");
  expect(first).toEqual({ name: "b/1", versions: [{ version: 2 }, { version: 1 }] });
  const versions = await list("(limit: 3000)", "versions { version createdAt }");
  expect(new Set(versions.map((row) => JSON.stringify(row))).size).toBe(1);

  const { ask, admin } = server;
  expect((await ask(admin, '{ secret(order_by: { createdAt: asc }, after: "none") { name } }')).code).toBe("BAD_INPUT");
  const two = "{ secret(order_by: { createdAt: asc, updatedAt: asc }) { name } }";
  expect((await ask(admin, two)).code).toBe("BAD_INPUT");
});

test("runs and tokens go on behind an id, of the own team only", async () => {
  const server = await testServer();
  const { ask, admin, openRun, makeToken, clock } = server;
  for (let index = 0; index < 5; index += 1) {
    if (index % 2 === 0) clock.now += 1000;
    await openRun();
    await makeToken("runner");
  }
  for (const list of ["runs", "tokens"]) {
    const ids = async (args: string): Promise<string[]> =>
      (await ask(admin, `{ ${list}${args} { id } }`)).data[list].map(({ id }: { id: string }) => id);
    const all = await ids("");
    const paged = await ids("(limit: 2)");
    for (let page = 0; page < 3; page += 1) paged.push(...(await ids(`(limit: 2, after: "${paged.at(-1)}")`)));
    expect(paged).toEqual(all);
    expect((await ask(admin, `{ ${list}(after: "none") { id } }`)).code).toBe("BAD_INPUT");
  }
});

test("an allow-list has a limit in bytes, and a list of runs reads the lists only if they are asked for", async () => {
  const server = await testServer({ limits: { answerBytes: 20_000, allowBytes: 7000 } });
  const { ask, admin, openRun } = server;
  const names = (count: number): string[] => Array.from({ length: count }, (_none, i) => `name ${i}`);
  const query = "mutation ($input: openRunInput!) { openRun(input: $input) { id } }";
  expect((await ask(admin, query, { input: { allow: names(900) } })).code).toBe("LIMIT_EXCEEDED");
  for (let run = 0; run < 4; run += 1) await openRun({ allow: names(500) });
  server.clock.now += 1;
  await openRun();

  expect((await ask(admin, "{ runs { id label live } }")).data.runs).toHaveLength(5);
  const lists = (args: string) => ask(admin, `{ runs${args} { allow } }`);
  expect((await lists("(limit: 2)")).data.runs).toEqual([{ allow: null }, { allow: names(500) }]);
  // Before any of it is in memory.
  expect((await lists("")).code).toBe("LIMIT_EXCEEDED");
});

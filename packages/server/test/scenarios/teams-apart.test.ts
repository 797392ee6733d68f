import { randomUUID } from "node:crypto";
import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import type { ServerOptions } from "../../src/server-options.ts";
import { type Answer, type TestServer, testServer } from "../test-server.ts";

interface Team {
  server: TestServer;
  id: string;
  admin: string;
  editor: string;
  run: string;
  /** Ids of what the team has. */
  tokenId: string;
  runId: string;
}

/** Two teams that have the same names, each with all that a team can have; the first is the instance's. */
async function twoTeams(options: Partial<ServerOptions> = {}): Promise<[first: Team, second: Team]> {
  const server = await testServer(options);
  const create = 'mutation { createTeam(input: { name: "second" }) { token team { id } } }';
  const { token, team } = (await server.ask(server.admin, create)).data.createTeam;
  const teamOf = async (id: string, admin: string): Promise<Team> => {
    const make = 'mutation { createToken(input: { name: "e", role: editor }) { id token } }';
    const made = (await server.ask(admin, make)).data.createToken;
    const open = "mutation { openRun(input: {}) { id token } }";
    const run = (await server.ask(admin, open)).data.openRun;
    return { server, id, admin, editor: made.token, tokenId: made.id, run: run.token, runId: run.id };
  };
  const teams: [Team, Team] = [await teamOf(server.teamId, server.admin), await teamOf(team.id, token)];
  await server.set("only the first has this", canary, teams[0].editor);
  await server.set("only the second has this", canary, teams[1].editor);
  return teams;
}

/** An answer without what differs from request to request. */
const essence = ({ data, errors, status }: Answer): unknown => ({ data, errors, status });

describe("another team's things are as if they were not there", () => {
  const name = "only the first has this";
  const byName: [what: string, who: "admin" | "run", document: (name: string) => string][] = [
    ["reading", "run", (of) => `{ secretValue(name: "${of}") }`],
    ["reading many", "run", (of) => `{ secretValues(names: ["${of}"]) { value error { code message } } }`],
    ["reading as Prefect does", "run", (of) => `{ secret_value(name: "${of}") }`],
    ["deleting", "admin", (of) => `mutation { deleteSecret(input: { name: "${of}" }) { success } }`],
    ["purging", "admin", (of) => `mutation { deleteSecret(input: { name: "${of}", purge: true }) { success } }`],
    ["restoring", "admin", (of) => `mutation { restoreSecret(input: { name: "${of}" }) { version } }`],
    ["describing", "admin", (of) => `mutation { describeSecret(input: { name: "${of}", note: "x" }) { success } }`],
    ["rolling back", "admin", (of) => `mutation { rollbackSecret(input: { name: "${of}", version: 1 }) { success } }`],
    ["listing", "admin", (of) => `{ secret(where: { name: { _eq: "${of}" } }) { name version versions { version } } }`],
    ["its log", "admin", (of) => `{ auditEvents(where: { subject: "${of}" }) { id } }`],
  ];
  test.each(byName)("%s by name", async (_what, who, document) => {
    const [first, second] = await twoTeams();
    // The log first: asking leaves rows of its own.
    const theirs = await second.server.ask(second[who], document(name));
    const nobodys = await second.server.ask(second[who], document("nobody has this"));
    expect(essence(theirs)).toEqual(essence(nobodys));
    expect((await first.server.read(first.run, name)).data.secretValue).toBe(canary);
  });

  const byId: [what: string, id: (team: Team) => string, document: (id: string) => string][] = [
    ["extending a run", ({ runId }) => runId, (id) => `mutation { extendRun(input: { id: "${id}" }) { id } }`],
    ["ending a run", ({ runId }) => runId, (id) => `mutation { endRun(input: { id: "${id}" }) { success } }`],
    ["listing a run", ({ runId }) => runId, (id) => `{ runs(where: { id: "${id}" }) { id } }`],
    [
      "revoking a token",
      ({ tokenId }) => tokenId,
      (id) => `mutation { revokeToken(input: { id: "${id}" }) { success } }`,
    ],
  ];
  test.each(byId)("%s by its id", async (_what, idOf, document) => {
    const [first, second] = await twoTeams();
    const theirs = await second.server.ask(second.admin, document(idOf(first)));
    const nobodys = await second.server.ask(second.admin, document(randomUUID()));
    expect(essence(theirs)).toEqual(essence(nobodys));
    // The first team's own admin is no admin of the second's things either.
    const other = await first.server.ask(first.admin, document(idOf(second)));
    expect(essence(other)).toEqual(essence(nobodys));
    expect((await first.server.read(first.run, name)).data.secretValue).toBe(canary);
    expect((await first.server.ask(first.editor, "{ secret { name } }")).data.secret).toHaveLength(1);
  });

  test("lists hold what is the team's own, and a team that is not the first knows no other", async () => {
    const [first, second] = await twoTeams();
    const everything = async ({ server, admin }: typeof first) => {
      const [lists, names] = await Promise.all(
        [
          "{ secret { name } runs { id } tokens { id } teams { id } auditEvents(limit: 1000) { subject actor actorId } }",
          "{ secret_names auth_info { tenant_id } }",
        ].map((document) => server.ask(admin, document)),
      );
      return { ...lists?.data, ...names?.data };
    };
    const data = await everything(second);
    expect(data).toMatchObject({
      secret: [{ name: "only the second has this" }],
      secret_names: ["only the second has this"],
      auth_info: { tenant_id: second.id },
      runs: [{ id: second.runId }],
      teams: [{ id: second.id }],
    });
    expect(data.tokens.map(({ id }: { id: string }) => id)).not.toContain(first.tokenId);
    for (const foreign of [first.id, first.runId, first.tokenId, name])
      expect(JSON.stringify(data)).not.toContain(foreign);

    const mine = await everything(first);
    expect(mine.teams).toHaveLength(2);
    expect(mine.secret).toEqual([{ name }]);
    expect(mine.runs).toEqual([{ id: first.runId }]);
    for (const foreign of [second.runId, second.tokenId, "only the second has this"]) {
      expect(JSON.stringify(mine)).not.toContain(foreign);
    }
  });

  test("filters find no team and no token of another", async () => {
    const [first, second] = await twoTeams();
    const find = `{ teams(where: { name: "default" }) { id } byId: teams(where: { id: "${first.id}" }) { id }
      tokens(where: { id: "${first.tokenId}" }) { id } }`;
    expect((await second.server.ask(second.admin, find)).data).toEqual({ teams: [], byId: [], tokens: [] });
    const found = { teams: [{ id: first.id }], byId: [{ id: first.id }], tokens: [{ id: first.tokenId }] };
    expect((await first.server.ask(first.admin, find)).data).toEqual(found);
  });

  test("the same name in two teams is two secrets", async () => {
    const [first, second] = await twoTeams();
    const { server } = first;
    await server.set("shared", "first", first.editor);
    await server.set("shared", "second", second.editor);
    expect((await server.read(first.run, "shared")).data.secretValue).toBe("first");
    expect((await server.read(second.run, "shared")).data.secretValue).toBe("second");
    await server.ask(second.editor, 'mutation { deleteSecret(input: { name: "shared" }) { success } }');
    expect((await server.read(first.run, "shared")).data.secretValue).toBe("first");
    expect((await server.read(second.run, "shared")).code).toBe("NOT_FOUND");
  });

  test("a team's new versions push out older ones of its own alone", async () => {
    const [first, second] = await twoTeams({ limits: { versionsKept: 1 } });
    const { server } = first;
    await server.set("shared", canary, first.editor);
    await server.set("shared", 1, second.editor);
    await server.set("shared", 2, second.editor);
    await server.set("shared", 3, second.editor);
    expect((await server.read(first.run, "shared")).data.secretValue).toBe(canary);
    const versions = '{ secret(where: { name: { _eq: "shared" } }) { versions { version } } }';
    const kept = async ({ admin }: Team) => (await server.ask(admin, versions)).data.secret[0].versions;
    expect([await kept(first), await kept(second)]).toEqual([[{ version: 1 }], [{ version: 3 }]]);
  });

  test("only an admin of the first team makes teams", async () => {
    const [, second] = await twoTeams();
    const create = 'mutation { createTeam(input: { name: "default" }) { token } }';
    expect((await second.server.ask(second.admin, create)).code).toBe("FORBIDDEN");
  });
});

import { describe, expect, test } from "vitest";
import { tokenOf } from "../../test/grants.ts";
import { sessionHeaders, signIn, type TestServer, testServer } from "../../test/test-server.ts";
import { wholeTeam } from "../access/grants.ts";
import { insertSession, newSession } from "../access/sessions.ts";
import { verifyInstance } from "../audit/verify-instance.ts";

const whoami = "{ whoami { kind name grants { role } expiresAt } }";
const listed = "{ secret { name } }";
const makeEditor = (name: string): string =>
  `mutation { createToken(input: { name: "${name}", role: editor }) { token } }`;
const minuteMs = 60_000;

/** Posts as some headers say, and gives the first error's code. */
async function post({ server }: TestServer, headers: Record<string, string>, url = "/graphql"): Promise<string> {
  const payload = JSON.stringify({ query: listed });
  const sent = { "content-type": "application/json", ...headers };
  const { body } = await server.inject({ url, headers: sent, ...(url === "/graphql" ? { payload } : {}) });
  return JSON.parse(body).errors?.[0].extensions.code ?? "ok";
}

async function differences(server: TestServer): Promise<unknown> {
  const instance = await server.openInstance();
  const report = await verifyInstance(instance).finally(() => instance.database.close());
  return report.differences?.map(({ kind, message }) => `${kind} ${message}`) ?? [];
}

describe("a session", () => {
  test("is opened with a token that was made for somebody, and not with a run's or with another session", async () => {
    const server = await testServer();
    const session = await signIn(server, server.admin);
    const run = await server.openRun();
    expect(await signIn(server, run.token)).toBe("FORBIDDEN");
    expect(await post(server, sessionHeaders(session), "/session")).toBe("FORBIDDEN");
    expect(await server.sql("select count(*) as sessions from session")).toEqual([{ sessions: 1 }]);
  });

  test("is not opened where its token was revoked after the request was let in", async () => {
    const server = await testServer();
    const { id } = await server.makeToken("editor");
    const by = { id, teamId: server.teamId, grants: [wholeTeam("editor")], expiresAt: null };
    const { now } = server.clock;
    const session = newSession({ ...by, signedInAt: now }, { sessionIdleMinutes: 30, sessionHours: 12 }, now);
    await server.ask(server.admin, `mutation { revokeToken(input: { id: "${id}" }) { success } }`);
    const { database, rowKeys } = await server.openInstance();
    const opened = database.transaction((transaction) => insertSession(transaction, rowKeys, session, now, undefined));
    await expect(opened).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await database.close();
  });

  test("has its token's grants without those of runner, and its name", async () => {
    const server = await testServer();
    const session = await signIn(server, server.admin);
    const { data } = await server.ask(session, whoami);
    const expiresAt = new Date(server.clock.now + 12 * 60 * minuteMs).toISOString();
    expect(data.whoami).toEqual({ kind: "session", name: "admin", grants: [{ role: "admin" }], expiresAt });
    await server.set("a", 1, session);
    const { data: log } = await server.ask(server.admin, "{ auditEvents(limit: 10) { action actor subject detail } }");
    const set = log.auditEvents.find(({ action }: { action: string }) => action === "secret.set");
    const opened = log.auditEvents.find(({ action }: { action: string }) => action === "session.open");
    expect(set.actor).toBe("admin");
    expect(set.detail.session).toBe(opened.subject);
    expect(opened).toMatchObject({ actor: "admin", detail: { expiresAt } });
  });

  test("opens no run, and makes nothing that reads", async () => {
    const server = await testServer();
    const session = await signIn(server, server.admin);
    const codes = async (document: string): Promise<string | undefined> => (await server.ask(session, document)).code;
    expect(await codes("mutation { openRun(input: {}) { token } }")).toBe("FORBIDDEN");
    expect(await codes('mutation { createToken(input: { name: "r", role: runner }) { token } }')).toBe("FORBIDDEN");
    expect(await codes('mutation { createTeam(input: { name: "t" }) { token } }')).toBe("FORBIDDEN");
    expect(await codes('mutation { createTeam(input: { name: "t", runner: false }) { token } }')).toBeUndefined();
  });

  test("is refused to what only opens runs, and to runs", async () => {
    const server = await testServer();
    expect(await signIn(server, await tokenOf(server, [{ role: "runner" }]))).toBe("FORBIDDEN");
    expect(await signIn(server, (await server.openRun()).token)).toBe("FORBIDDEN");
    expect(await signIn(server, `keyfold_team_${"A".repeat(49)}`)).toBe("UNAUTHENTICATED");
    const refused = (await server.audit()).filter(({ outcome }) => outcome === "refused");
    expect(refused.map(({ action }) => action)).toEqual(["session.open", "session.open", "request.authenticate"]);
  });

  test("can't be used as a token, and no token as its cookie", async () => {
    const server = await testServer();
    const session = await signIn(server, server.admin);
    expect(await post(server, { authorization: `Bearer ${session}` })).toBe("UNAUTHENTICATED");
    expect(await post(server, sessionHeaders(server.admin))).toBe("UNAUTHENTICATED");
    expect(await signIn(server, session)).toBe("UNAUTHENTICATED");
  });

  test.each([
    ["no origin", { origin: undefined }],
    ["another origin", { origin: "https://evil.example" }],
    ["an origin that begins alike", { origin: "https://keyfold.example.evil.example" }],
    ["its origin over http", { origin: "http://keyfold.example" }],
    ["the origin null", { origin: "null" }],
    ["no header of the console", { "x-keyfold-console": undefined }],
  ])("does nothing with %s", async (_what, changed: Record<string, string | undefined>) => {
    const server = await testServer();
    const session = await signIn(server, server.admin);
    const all = { ...sessionHeaders(session), ...changed };
    const headers = Object.fromEntries(
      Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined),
    );
    expect(await post(server, headers)).toBe("FORBIDDEN");
    expect(await post(server, headers, "/session/end")).toBe("FORBIDDEN");
    expect(await post(server, { ...headers, authorization: `Bearer ${server.admin}` }, "/session")).toBe("FORBIDDEN");
    expect((await server.ask(session, listed)).code).toBeUndefined();
  });

  test("ends at once when somebody signs out, also for a copy of its cookie", async () => {
    const server = await testServer();
    const [session, other] = [await signIn(server, server.admin), await signIn(server, server.admin)];
    const { headers } = await server.server.inject({ url: "/session/end", headers: sessionHeaders(session) });
    expect(headers["set-cookie"]).toBe("__Host-keyfold=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0");
    expect((await server.ask(session, listed)).code).toBe("UNAUTHENTICATED");
    expect((await server.ask(other, listed)).code).toBeUndefined();
    expect((await server.audit()).map(({ action }) => action).slice(-3)).toContain("session.end");
  });

  test("ends with its token, and when another takes its place", async () => {
    const server = await testServer();
    const { id, token } = await server.makeToken("admin");
    const first = await signIn(server, token);
    const second = await signIn(server, token, first);
    expect((await server.ask(first, listed)).code).toBe("UNAUTHENTICATED");
    expect((await server.ask(second, listed)).code).toBeUndefined();
    await server.ask(server.admin, `mutation { revokeToken(input: { id: "${id}" }) { success } }`);
    expect((await server.ask(second, listed)).code).toBe("UNAUTHENTICATED");
    expect(await server.sql("select * from session")).toEqual([]);
    const short = await signIn(server, (await server.makeToken("admin", 60)).token);
    server.clock.now += minuteMs;
    expect((await server.ask(short, listed)).code).toBe("UNAUTHENTICATED");
  });

  test("ends when nobody uses it, and at the latest after its hours; a page that asks by itself does not use it", async () => {
    const server = await testServer({ limits: { sessionIdleMinutes: 10, sessionHours: 1 } });
    const [used, left] = [await signIn(server, server.admin), await signIn(server, server.admin)];
    for (let minutes = 0; minutes < 54; minutes += 9) {
      server.clock.now += 9 * minuteMs;
      expect((await server.ask(used, listed)).code, `${minutes}`).toBeUndefined();
      const code = await post(server, { ...sessionHeaders(left), "x-keyfold-console": "timer" });
      expect(code, `${minutes}`).toBe(minutes === 0 ? "ok" : "UNAUTHENTICATED");
    }
    const over = { action: "request.authenticate", actor: "admin", outcome: "refused", code: "UNAUTHENTICATED" };
    expect((await server.audit()).at(-1)).toMatchObject(over);
    server.clock.now += 6 * minuteMs;
    expect((await server.ask(used, listed)).code).toBe("UNAUTHENTICATED");
  });

  test("is one of a hundred of its token at most: for one more, the oldest ends", async () => {
    const server = await testServer();
    const sessions: string[] = [];
    for (let count = 0; count <= 100; count += 1) {
      server.clock.now += 1;
      sessions.push(await signIn(server, server.admin));
    }
    const [oldest = "", next = ""] = sessions;
    expect((await server.ask(oldest, whoami)).code).toBe("UNAUTHENTICATED");
    expect((await server.ask(next, whoami)).code).toBeUndefined();
    expect(await server.sql("select id from session")).toHaveLength(100);
  });

  test("makes tokens and teams only within five minutes of signing in", async () => {
    const server = await testServer();
    const session = await signIn(server, server.admin);
    server.clock.now += 5 * minuteMs - 1;
    expect((await server.ask(session, makeEditor("one"))).code).toBeUndefined();
    server.clock.now += 1;
    expect((await server.ask(session, makeEditor("two"))).code).toBe("SIGN_IN_AGAIN");
    const team = 'mutation { createTeam(input: { name: "t", runner: false }) { token } }';
    expect((await server.ask(session, team)).code).toBe("SIGN_IN_AGAIN");
    expect((await server.set("a", 1, session)).code).toBeUndefined();
    const again = await signIn(server, server.admin, session);
    expect((await server.ask(again, makeEditor("two"))).code).toBeUndefined();
    expect((await server.ask(server.admin, makeEditor("three"))).code).toBeUndefined();
  });

  test("that somebody wrote into the database is none", async () => {
    const server = await testServer();
    const editor = await tokenOf(server, [{ role: "editor" }]);
    const session = await signIn(server, editor);
    expect(await differences(server)).toEqual([]);
    await server.sql(`update session set token_id = (select id from token where name = 'admin')`);
    expect((await server.ask(session, listed)).code).toBe("UNAUTHENTICATED");
    expect(await differences(server)).toEqual(["session is not what the server wrote"]);
  });

  test("that was ended is found where its row was put back", async () => {
    const server = await testServer();
    const session = await signIn(server, server.admin);
    await server.sql("create table copy as select * from session");
    await server.server.inject({ url: "/session/end", headers: sessionHeaders(session) });
    await server.sql("insert into session select * from copy");
    await server.sql("drop table copy");
    expect(await differences(server)).toEqual(["session was ended, and is valid in the database"]);
  });

  test("is told to the page without a row in the log", async () => {
    const server = await testServer();
    const session = await signIn(server, server.admin);
    const rows = (await server.audit()).length;
    const stateOf = async (headers: Record<string, string>): Promise<unknown> =>
      JSON.parse((await server.server.inject({ method: "GET", url: "/session", headers })).body);
    expect(await stateOf({})).toEqual({ signedIn: false });
    expect(await stateOf(sessionHeaders(session))).toEqual({ signedIn: true });
    expect(await stateOf(sessionHeaders("x"))).toEqual({ signedIn: false });
    expect((await server.audit()).length).toBe(rows);
  });
});

describe("on this machine over http", () => {
  test("the cookie is called by the port, and any way to write this machine is the server's own", async () => {
    const server = await testServer({ publicUrl: undefined });
    const url = await server.server.listen({ host: "127.0.0.1", port: 0 });
    const { port } = new URL(url);
    const signInFrom = (origin: string): Promise<Response> => {
      const headers = { origin, "x-keyfold-console": "user", authorization: `Bearer ${server.admin}` };
      return fetch(`${url}/session`, { method: "POST", headers });
    };
    const start = `keyfold-${port}=keyfold_session_`;
    for (const host of ["127.0.0.1", "localhost", "[::1]"]) {
      const cookie = (await signInFrom(`http://${host}:${port}`)).headers.get("set-cookie");
      expect(cookie).toContain(start);
      expect(cookie).not.toContain("Secure");
    }
    expect((await signInFrom(`http://localhost:${Number(port) + 1}`)).headers.get("set-cookie")).toBeNull();
  });
});

test.each(["http://keyfold.example", "https://keyfold.example/path", "keyfold.example", "https://a:b@keyfold.example"])(
  "%s is no public URL",
  async (publicUrl) => {
    await expect(testServer({ publicUrl })).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
  },
);

import { join } from "node:path";
import { record } from "@tooling/vitest/canary";
import { type AtEnd, temporaryFolder } from "@tooling/vitest/temporary-folder";
import SqliteConnection, { type Database as Connection } from "better-sqlite3";
import { sql } from "kysely";
import { onTestFinished } from "vitest";
import { createServer, type KeyfoldServer } from "../src/create-server.ts";
import type { Role } from "../src/generated/resolvers.ts";
import { initInstance } from "../src/instance/init-instance.ts";
import { type OpenInstance, openDatabase, openInstance } from "../src/instance/open-instance.ts";
import type { ServerOptions } from "../src/server-options.ts";
import type { StoreSettings } from "../src/settings/settings.ts";
import { instanceSettings } from "../src/settings/settings.ts";
import { newStores } from "./new-instance.ts";

export interface Answer {
  // Whatever the test asked for.
  data: ReturnType<typeof JSON.parse>;
  /** The first error's code. */
  code: string | undefined;
  message: string | undefined;
  errors: { message: string; path?: unknown[]; extensions: { code: string } }[];
  status: number;
}

export interface TestServer {
  server: KeyfoldServer;
  dataFolder: string;
  stores: Partial<StoreSettings>;
  teamId: string;
  admin: string;
  /** The injected time; a test moves it. */
  clock: { now: number };
  /** Everything the server logged. */
  log(): string;
  /** Sends a document, with the token of a team or run, or as the console with what a session's cookie holds. */
  ask(token: string | undefined, query: string, variables?: unknown): Promise<Answer>;
  set(name: string, value: unknown, token?: string): Promise<Answer>;
  read(token: string, name: string): Promise<Answer>;
  makeToken(role: Role, ttlSeconds?: number): Promise<{ id: string; token: string }>;
  openRun(input?: object): Promise<{ id: string; token: string }>;
  /** The audit log, oldest first, without what `init` wrote and without the lists that were given. */
  audit(): Promise<{ action: string; subject: string; actor: string; outcome: string; code: string | null }[]>;
  /** The server's data, opened once more. */
  openInstance(): Promise<OpenInstance>;
  /** One statement of SQL, behind the server's back. */
  sql(statement: string): Promise<unknown[]>;
  /** The database file, behind the server's back: for tests on SQLite. */
  tamper(change: (database: Connection) => void): void;
  close(): Promise<void>;
}

const publicUrl = "https://keyfold.example";

/** What the console sends with each request, with what its cookie holds. */
export function sessionHeaders(cookie: string): Record<string, string> {
  return { origin: publicUrl, "x-keyfold-console": "user", cookie: `__Host-keyfold=${cookie}` };
}

/** Signs in to the console with a token, and gives what the cookie holds, or the error's code. */
export async function signIn({ server }: Pick<TestServer, "server">, token: string, before = ""): Promise<string> {
  const headers = { ...sessionHeaders(before), authorization: `Bearer ${token}` };
  const { headers: answer, body } = await server.inject({ url: "/session", headers });
  const cookie = /^__Host-keyfold=(\S+); Path=\/; HttpOnly; SameSite=Strict; Secure$/.exec(
    String(answer["set-cookie"]),
  );
  return cookie?.[1] ?? JSON.parse(body).errors[0].extensions.code;
}

/** A real server without a socket, on new stores of this run's kind; a second one over the same with `from`. */
export async function testServer(
  options: Partial<ServerOptions> = {},
  from?: TestServer,
  atEnd: AtEnd = onTestFinished,
): Promise<TestServer> {
  const dataFolder = from?.dataFolder ?? join(temporaryFolder(atEnd), "data");
  const stores = from?.stores ?? options.stores ?? (await newStores());
  const clock = from?.clock ?? { now: Date.UTC(2026, 0, 31, 9, 30) };
  const first = from
    ? { team: { id: from.teamId }, token: from.admin }
    : await initInstance({ dataFolder, stores, clock: () => clock.now });
  const lines: string[] = [];
  const logTo = { write: (line: string) => void lines.push(line) };
  const server = await createServer({
    dataFolder,
    clock: () => clock.now,
    // Where the clock stands still, work takes no time.
    elapsed: () => 0,
    logLevel: "trace",
    logTo,
    publicUrl,
    ...options,
    stores,
  });
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await server.close();
    record("server-log", lines.join(""));
  };
  atEnd(close);

  const ask: TestServer["ask"] = async (token, query, variables) => {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (token?.startsWith("keyfold_session_")) Object.assign(headers, sessionHeaders(token));
    else if (token !== undefined) headers.authorization = `Bearer ${token}`;
    const payload = JSON.stringify({ query, variables });
    const { body, statusCode } = await server.inject({ url: "/graphql", headers, payload });
    const { data, errors = [] } = JSON.parse(body);
    record("server-errors", JSON.stringify(errors));
    return { data, errors, status: statusCode, code: errors[0]?.extensions.code, message: errors[0]?.message };
  };
  const admin = first.token;
  const made: Partial<Record<Role, number>> = {};
  return {
    server,
    dataFolder,
    stores,
    teamId: first.team.id,
    admin,
    clock,
    log: () => lines.join(""),
    ask,
    set: (name, value, token = admin) =>
      ask(token, "mutation ($i: setSecretInput!) { setSecret(input: $i) { success version } }", { i: { name, value } }),
    read: (token, name) => ask(token, "query ($name: String!) { secretValue(name: $name) }", { name }),
    makeToken: async (role, ttlSeconds) => {
      made[role] = (made[role] ?? 0) + 1;
      const input = { name: made[role] === 1 ? `a ${role}` : `a ${role} ${made[role]}`, role, ttlSeconds };
      const query = "mutation ($input: createTokenInput!) { createToken(input: $input) { id token role expiresAt } }";
      return (await ask(admin, query, { input })).data.createToken;
    },
    openRun: async (input = {}) => {
      const query = "mutation ($input: openRunInput!) { openRun(input: $input) { id token expiresAt } }";
      return (await ask(admin, query, { input })).data.openRun;
    },
    audit: async () => {
      const query = "{ auditEvents { id at action subject actor actorId outcome code requestId } }";
      const rows: { action: string; subject: string; actor: string; outcome: string; code: string | null }[] = (
        await ask(admin, query)
      ).data.auditEvents
        .reverse()
        .slice(2);
      return rows.filter(({ action, outcome }) => !action.endsWith(".list") || outcome === "refused");
    },
    openInstance: () => openInstance(instanceSettings(dataFolder, stores), "unchecked"),
    sql: async (statement) => {
      const database = await openDatabase(instanceSettings(dataFolder, stores));
      const work = database.transaction(({ query }) => sql.raw(statement).execute(query));
      return (await work.finally(() => database.close())).rows;
    },
    tamper: (change) => {
      const database = new SqliteConnection(join(dataFolder, "keyfold.db"));
      try {
        change(database);
      } finally {
        database.close();
      }
    },
    close,
  };
}

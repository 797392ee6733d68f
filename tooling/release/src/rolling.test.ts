import { cpSync, globSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { type RunningServer, startOver, unlimitedTime } from "@tooling/vitest/keyfold-server";
import { emptyDatabase } from "@tooling/vitest/postgres";
import { initServer, runKeyfoldServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import "@tooling/vitest/services";
import pg from "pg";
import { expect, inject, onTestFinished, test } from "vitest";

const built = join(import.meta.dirname, "../../../packages/server");

/** What docs/upgrades.md lets a release do to tables that the release before still uses. */
const expansion = [
  ...["audit_event", "run", "secret", "team", "token"].map((table) => `alter table ${table} add column of_next text`),
  "create index token_of_next on token (of_next)",
  "create table of_next (id text primary key)",
];

/** The server that is built here, with one migration more; gives its main file. */
function nextBuild(): string {
  const folder = temporaryFolder();
  for (const part of ["dist", "package.json", "schema.graphql"]) {
    cpSync(join(built, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(built, "node_modules"), join(folder, "node_modules"));
  const lastMigration = /(?<=const migrations = \[[^\]]*\w)(?=\s*\])/;
  const statements = expansion.map((statement) => `sql\`${statement}\``).join(", ");
  const files = globSync(join(folder, "dist/*.js")).filter((file) => lastMigration.test(readFileSync(file, "utf8")));
  expect(files).toHaveLength(1);
  for (const file of files) {
    writeFileSync(file, readFileSync(file, "utf8").replace(lastMigration, `, () => [${statements}]`));
  }
  return join(folder, "dist/main.js");
}

const set = `mutation { setSecret(input: { name: "n", value: ${JSON.stringify(canary)} }) { version } }`;
const open = "mutation { openRun(input: {}) { id token } }";
const read = '{ secretValue(name: "n") }';
const end = "mutation ($id: ID!) { endRun(input: { id: $id }) { success } }";

/** A machine under load is slow, not wrong. */
const patience = { timeout: 60_000 };

/** Callers that use whichever servers are in service, without repeating anything. */
class Load {
  readonly failures: unknown[] = [];
  /** Those that a load balancer would send requests to. */
  readonly #serving = new Map<RunningServer, { pending: number; rounds: number }>();
  readonly #admin: string;
  readonly #callers: Promise<void>[];
  #over = false;

  constructor(first: RunningServer, callers: number) {
    this.#admin = first.adminToken;
    this.add(first);
    this.#callers = Array.from({ length: callers }, (_, at) => this.#call(at));
  }

  add(server: RunningServer): void {
    this.#serving.set(server, { pending: 0, rounds: 0 });
  }

  /** Sends a server nothing more, and stops it when it has answered what it was asked. */
  async retire(server: RunningServer): Promise<void> {
    const state = this.#serving.get(server);
    this.#serving.delete(server);
    await expect.poll(() => state?.pending, patience).toBe(0);
    await server.stop();
  }

  /** Waits until each server has been used a number of times more. */
  async goOn(rounds: number): Promise<void> {
    const targets = [...this.#serving.values()].map((state) => ({ state, until: state.rounds + rounds }));
    await expect.poll(() => targets.every(({ state, until }) => state.rounds >= until), patience).toBe(true);
  }

  async end(): Promise<void> {
    this.#over = true;
    await Promise.all(this.#callers);
  }

  async #call(first: number): Promise<void> {
    for (let turn = first; !this.#over; turn += 1) {
      const [server, state] = [...this.#serving][turn % this.#serving.size] ?? [];
      if (server === undefined || state === undefined) continue;
      state.pending += 1;
      await this.#round(server).catch((error: unknown) => this.failures.push(String(error)));
      state.pending -= 1;
      state.rounds += 1;
    }
  }

  /** Everything that a program and a person do: set, open, read, end. */
  async #round(server: RunningServer): Promise<void> {
    await this.#ask(server, this.#admin, set);
    const { openRun } = await this.#ask(server, this.#admin, open);
    const { secretValue } = await this.#ask(server, openRun.token, read);
    if (secretValue !== canary) throw new Error("another value was read");
    await this.#ask(server, openRun.token, end, { id: openRun.id });
  }

  async #ask(
    { url }: RunningServer,
    token: string,
    query: string,
    variables = {},
  ): Promise<ReturnType<typeof JSON.parse>> {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${url}/graphql`, { method: "POST", headers, body });
    const { data, errors } = (await response.json()) as ReturnType<typeof JSON.parse>;
    if (errors) throw new Error(`${query.slice(0, 20)}: ${errors[0].extensions.code}`);
    return data;
  }
}

test("two builds serve one PostgreSQL through a migration, forth and back, and no request fails", {
  timeout: 120_000,
}, async () => {
  const database = await emptyDatabase(inject("postgresUrl"));
  const env = { KEYFOLD__SERVER__DATABASE: database };
  const next = nextBuild();
  const data = await initServer(join(temporaryFolder(), "data"), { env });
  const atEnd = (stop: () => Promise<void>): void => onTestFinished(stop);
  const start = (main = join(built, "dist/main.js")): Promise<RunningServer> =>
    startOver(data, [], { command: [process.execPath, main], env: { ...env, ...unlimitedTime }, atEnd });

  const before = await start();
  const load = new Load(before, 2);
  await load.goOn(4);
  const after = await start(next);
  load.add(after);
  // The release before has its statements prepared, and goes on with the tables as they are now.
  await load.goOn(8);
  await load.retire(before);
  await load.goOn(4);
  const back = await start();
  load.add(back);
  await load.goOn(8);
  await load.retire(after);
  await load.goOn(4);
  await load.end();
  expect(load.failures).toEqual([]);

  const client = new pg.Client({ connectionString: database });
  await client.connect();
  onTestFinished(() => client.end());
  expect((await client.query("select count(of_next) from token")).rows).toEqual([{ count: "0" }]);
  expect(await runKeyfoldServer(["audit", "verify", "--data", data.dataFolder], { env })).toMatchObject({ code: 0 });
});

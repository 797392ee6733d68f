import pg, { type Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { listeningServer } from "../listening-server.ts";
import { onPostgres } from "../new-instance.ts";

test("lists that a database holds up take four of its connections, and reads and health are answered meanwhile", async () => {
  const stores = await onPostgres();
  const server = await listeningServer({ stores, limits: { listSeconds: 3600 } });
  await server.set("n", 1);
  const run = await server.openRun();
  const admins: string[] = [];
  for (let index = 0; index < 12; index += 1) admins.push((await server.makeToken("admin")).token);

  // A transaction sees what others wait for as it was at first.
  const [holder, observer] = [0, 1].map(() => new pg.Client({ connectionString: stores.database })) as [Client, Client];
  for (const client of [holder, observer]) {
    await client.connect();
    onTestFinished(() => client.end());
  }
  await holder.query("begin; lock table trust in access exclusive mode");
  const waiting = async (): Promise<number> => {
    const { rows } = await observer.query(
      "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return Number(rows[0].count);
  };
  const lists = admins.map((token) => server.ask(token, "{ trusts { id } }"));
  await expect.poll(waiting).toBe(4);
  for (let time = 0; time < 20; time += 1) {
    expect((await server.read(run.token, "n")).data).toEqual({ secretValue: 1 });
    for (const path of ["healthz", "readyz"]) {
      expect((await fetch(`http://127.0.0.1:${server.port}/${path}`)).status).toBe(200);
    }
    expect(await waiting()).toBeLessThanOrEqual(4);
  }
  await holder.query("rollback");
  // Those that waited too long for the database have been refused, and the others have what they asked for.
  for (const { code } of await Promise.all(lists)) expect([undefined, "DATABASE_UNAVAILABLE"]).toContain(code);
  expect((await server.ask(server.admin, "{ trusts { id } }")).data.trusts).toEqual([]);
});

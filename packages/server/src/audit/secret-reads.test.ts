import { expect, test } from "vitest";
import { type TestServer, testServer } from "../../test/test-server.ts";

async function lastReadAt({ ask, admin }: TestServer, name = "n"): Promise<string | null> {
  const query = "query ($name: String!) { secret(where: { name: { _eq: $name } }) { lastReadAt } }";
  return (await ask(admin, query, { name })).data.secret[0].lastReadAt;
}

const at = ({ clock }: TestServer): string => new Date(clock.now).toISOString();

test("a secret says when it was last read, to the minute, whichever way it was", async () => {
  const server = await testServer();
  await server.set("n", 1);
  const { token } = await server.openRun({ ttlSeconds: 3600 });
  expect(await lastReadAt(server)).toBeNull();
  const ways = [
    '{ secretValue(name: "n") }',
    '{ secretValues(names: ["n", "none"]) { name } }',
    '{ secret_value(name: "n") }',
  ];
  for (const way of ways) {
    server.clock.now += 60_000;
    const first = at(server);
    await server.ask(token, way);
    expect(await lastReadAt(server)).toBe(first);
    server.clock.now += 59_999;
    await server.ask(token, way);
    expect(await lastReadAt(server)).toBe(first);
  }
});

test("what gave no value out is no read", async () => {
  const server = await testServer();
  for (const name of ["n", "other"]) await server.set(name, 1);
  const { token } = await server.openRun({ allow: ["other"] });
  expect((await server.read(token, "n")).code).toBe("NAME_NOT_ALLOWED");
  await server.ask(server.admin, '{ secret { name versions { version } } secretValue(name: "n") }');
  const over = await server.openRun();
  await server.ask(server.admin, "mutation ($id: ID!) { endRun(input: { id: $id }) { success } }", over);
  expect((await server.read(over.token, "n")).code).toBe("RUN_ENDED");
  expect(await lastReadAt(server)).toBeNull();
});

test("a secret that is made anew was never read, and is noted at its first read", async () => {
  const server = await testServer();
  const { token } = await server.openRun();
  const remove = 'mutation { deleteSecret(input: { name: "n" }) { success } }';
  await server.set("n", 1);
  await server.read(token, "n");
  const first = at(server);
  await server.ask(server.admin, remove);
  server.clock.now += 1000;
  await server.set("n", 2);
  expect(await lastReadAt(server)).toBeNull();
  await server.read(token, "n");
  expect(await lastReadAt(server)).toBe(at(server));
  expect(await server.sql("select last_read_at from removed_secret")).toEqual([{ last_read_at: Date.parse(first) }]);
});

test("a server never lowers what another one wrote", async () => {
  const server = await testServer();
  await server.set("n", 1);
  const { token } = await server.openRun();
  const later = server.clock.now + 30_000;
  await server.sql(`update secret set last_read_at = ${later}`);
  await server.read(token, "n");
  expect(await lastReadAt(server)).toBe(new Date(later).toISOString());
});

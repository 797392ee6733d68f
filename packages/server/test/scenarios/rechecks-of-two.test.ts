import { expect, test } from "vitest";
import { onPostgres } from "../new-instance.ts";
import { arrive, peopleServer, trustFor, whoIs } from "../people.ts";
import { createTrust } from "../trusts.ts";
import { Walker } from "../walker.ts";

const server = await peopleServer({ recheckMinutes: 10 }, { stores: await onPostgres() });
await server.another();

test("of two servers over one PostgreSQL one asks about a person, with the refresh token that the other was given", async () => {
  const { accounts, asked } = server.provider;
  await createTrust(server, trustFor(server, "orders", { groups: "orders" }));
  const people = new Map<string, Walker>();
  for (const sub of ["ada", "bob", "cyd", "dan"]) {
    const walker = new Walker();
    accounts.set(sub, { groups: ["orders"] });
    await walker.submit(await arrive(server, sub, "", walker));
    people.set(sub, walker);
  }
  const exchanged = (): number => asked.filter((path) => path === "/token").length;
  for (let round = 1; round <= 4; round += 1) {
    server.clock.now += 10 * 60_000;
    const next = server.clock.now + 10 * 60_000;
    await expect
      .poll(() => server.sql(`select subject from person where next_check = ${next}`), { timeout: 20_000 })
      .toHaveLength(people.size);
    expect(exchanged()).toBe(people.size * (1 + round));
  }
  for (const [sub, walker] of people) expect(await whoIs(server, walker)).toBe(`sso:/${sub}`);
});

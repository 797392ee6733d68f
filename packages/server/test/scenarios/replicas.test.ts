import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { verifyAudit } from "../../src/audit/verify-audit.ts";
import { inOpenBao, onPostgres } from "../new-instance.ts";
import { type TestServer, testServer } from "../test-server.ts";

const endRun = "mutation ($id: ID!) { endRun(input: { id: $id }) { success } }";
const extendRun = "mutation ($id: ID!) { extendRun(input: { id: $id, ttlSeconds: 60 }) { expiresAt } }";
const revoke = "mutation ($id: ID!) { revokeToken(input: { id: $id }) { success } }";

/** Replicas on one PostgreSQL and one OpenBao, started at once. */
async function replicas(count: number): Promise<TestServer[]> {
  const first = await testServer({ stores: { ...(await onPostgres()), ...inOpenBao() } });
  const more = Array.from({ length: count - 1 }, () => testServer({}, first));
  return [first, ...(await Promise.all(more))];
}

async function expectWholeLog({ openInstance }: TestServer): Promise<number> {
  const { database, auditKey } = await openInstance();
  const report = await verifyAudit(database, auditKey).finally(() => database.close());
  expect(report).toMatchObject({ ok: true });
  return report.rows;
}

describe("replicas on one PostgreSQL act as one server", () => {
  test("a run that one opened, ended or extended is so on all, at once", async () => {
    const all = await replicas(3);
    const [one, two, three] = all as [TestServer, TestServer, TestServer];
    await one.set("n", canary);
    const run = await two.openRun({ ttlSeconds: 60 });
    for (const server of all) expect((await server.read(run.token, "n")).data.secretValue).toBe(canary);
    one.clock.now += 59_000;
    await three.ask(three.admin, extendRun, { id: run.id });
    one.clock.now += 59_000;
    for (const server of all) expect((await server.read(run.token, "n")).data.secretValue).toBe(canary);
    await one.ask(one.admin, endRun, { id: run.id });
    for (const server of all) expect((await server.read(run.token, "n")).code).toBe("RUN_ENDED");
    const short = await one.openRun({ ttlSeconds: 1 });
    one.clock.now += 1000;
    for (const server of all) expect((await server.read(short.token, "n")).code).toBe("RUN_EXPIRED");
    expect((await two.ask(two.admin, extendRun, { id: short.id })).code).toBe("RUN_EXPIRED");
  });

  test("a token that one revoked is refused by all, and of two admins that revoke each other one stays", async () => {
    const all = await replicas(2);
    const [one, two] = all as [TestServer, TestServer];
    const token = await one.makeToken("editor");
    expect((await two.set("n", 1, token.token)).data.setSecret.version).toBe(1);
    await one.ask(one.admin, revoke, { id: token.id });
    for (const server of all) expect((await server.set("n", 2, token.token)).code).toBe("UNAUTHENTICATED");
    let survivor = { id: "", token: one.admin };
    [survivor.id] = (await one.ask(one.admin, "{ tokens { id role } }")).data.tokens
      .filter(({ role }: { role: string }) => role === "admin")
      .map(({ id }: { id: string }) => id);
    for (let round = 0; round < 5; round += 1) {
      const create = `mutation { createToken(input: { name: "rival ${round}", role: admin }) { id token } }`;
      const rival: typeof survivor = (await one.ask(survivor.token, create)).data.createToken;
      const [first, second] = await Promise.all([
        one.ask(survivor.token, revoke, { id: rival.id }),
        two.ask(rival.token, revoke, { id: survivor.id }),
      ]);
      const won = [first, second].map(({ code }) => code === undefined);
      expect(won.filter(Boolean)).toHaveLength(1);
      if (won[1]) survivor = rival;
      for (const server of all) expect((await server.ask(survivor.token, "{ teams { name } }")).errors).toEqual([]);
    }
  });

  test("opening, ending, reading and setting against each other: what one acknowledged holds on the others", async () => {
    const all = await replicas(3);
    const at = (index: number): TestServer => all[index % all.length] as TestServer;
    await at(0).set("n", canary);
    const work = Array.from({ length: 24 }, async (_none, index) => {
      for (let round = 0; round < 4; round += 1) {
        const opener = at(index + round);
        const ender = at(index + round + 1);
        const run = await opener.openRun();
        const early = ender.read(run.token, "n");
        expect((await at(index + round + 2).set(`name ${index % 3}`, round)).errors).toEqual([]);
        expect((await early).data.secretValue).toBe(canary);
        const ends = await Promise.all([
          ender.ask(ender.admin, endRun, { id: run.id }),
          opener.ask(run.token, endRun, { id: run.id }),
        ]);
        expect(ends.map(({ data, code }) => data?.endRun?.success ?? code)).toContain(true);
        for (const server of all) expect((await server.read(run.token, "n")).code).toBe("RUN_ENDED");
      }
    });
    await Promise.all(work);
    const [secrets] = [(await at(0).ask(at(0).admin, "{ secret { name version } }")).data.secret];
    expect(secrets).toEqual([
      { name: "n", version: 1 },
      ...[0, 1, 2].map((index) => ({ name: `name ${index}`, version: 32 })),
    ]);
    // A row each: init's two, the first set, the list, and of each round an opening, a set, a read, two ends and three refusals.
    expect(await expectWholeLog(at(0))).toBe(2 + 1 + 1 + 24 * 4 * 8);
  });
});

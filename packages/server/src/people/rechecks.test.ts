import { describe, expect, test } from "vitest";
import { arrive, peopleServer, trustFor, whoIs } from "../../test/people.ts";
import { createTrust } from "../../test/trusts.ts";
import { Walker } from "../../test/walker.ts";

const minuteMs = 60_000;
const server = await peopleServer({ recheckMinutes: 10, outageHours: 1 });
const { accounts } = server.provider;
for (const group of ["orders", "more"]) await createTrust(server, trustFor(server, group, { groups: group }));

let people = 0;

/** Signs in somebody whom nobody else is. */
async function signedIn(...groups: string[]): Promise<{ readonly sub: string; readonly walker: Walker }> {
  people += 1;
  const [sub, walker] = [`person-${people}`, new Walker()];
  accounts.set(sub, { groups: ["orders", ...groups] });
  await walker.submit(await arrive(server, sub, "", walker));
  expect(await whoIs(server, walker)).toBe(`sso:/${sub}`);
  return { sub, walker };
}

const rowOf = async (sub: string): Promise<{ refresh: Uint8Array; next_check: number | string } | undefined> =>
  (await server.sql(`select refresh, next_check from person where subject = '${sub}'`))[0] as never;
/** Waits until the provider has been asked about somebody, who is asked about again in so many minutes. */
const isAskedAgainIn = (sub: string, minutes: number): Promise<void> =>
  expect.poll(async () => Number((await rowOf(sub))?.next_check) - server.clock.now).toBe(minutes * minuteMs);
const isGone = (sub: string): Promise<void> => expect.poll(() => rowOf(sub)).toBeUndefined();

async function endOf(sub: string): Promise<unknown> {
  const query = '{ auditEvents(where: { action: "token.revoke" }, limit: 20) { actor outcome detail } }';
  const rows: { detail: { name: string } }[] = (await server.ask(server.admin, query)).data.auditEvents;
  return rows.find(({ detail }) => detail.name === `sso:/${sub}`);
}

describe("the provider is asked again", () => {
  test("and who still fits stays", async () => {
    const { walker, sub } = await signedIn();
    const { refresh = Buffer.alloc(0) } = (await rowOf(sub)) ?? {};
    expect(Buffer.from(refresh).toString("latin1")).not.toMatch(/[\w-]{20}/);
    for (const _time of [1, 2]) {
      server.clock.now += 10 * minuteMs;
      await isAskedAgainIn(sub, 10);
    }
    expect(await whoIs(server, walker)).toBe(`sso:/${sub}`);
  });

  test("and whose claims fit no longer is out, with a row that says so", async () => {
    const { walker, sub } = await signedIn();
    accounts.set(sub, { groups: ["others"] });
    server.clock.now += 10 * minuteMs;
    await isGone(sub);
    expect(await whoIs(server, walker)).toBeUndefined();
    const detail = { name: `sso:/${sub}`, reason: "claims" };
    expect(await endOf(sub)).toEqual({ actor: "server", outcome: "allowed", detail });
  });

  test("and whom one of several trusts takes in no longer is out", async () => {
    const { walker, sub } = await signedIn("more");
    accounts.set(sub, { groups: ["orders"] });
    server.clock.now += 10 * minuteMs;
    await isGone(sub);
    expect(await whoIs(server, walker)).toBeUndefined();
    expect(await endOf(sub)).toMatchObject({ detail: { reason: "claims" } });
  });

  test("and who has left is out", async () => {
    const { walker, sub } = await signedIn();
    accounts.delete(sub);
    server.clock.now += 10 * minuteMs;
    await isGone(sub);
    expect(await whoIs(server, walker)).toBeUndefined();
    expect(await endOf(sub)).toMatchObject({ detail: { reason: "provider: invalid_grant" } });
  });

  test("and one that is away is borne for the hours that are set", async () => {
    const { walker, sub } = await signedIn();
    server.provider.broken = () => ({ status: 503 });
    for (const minutes of [10, 30]) {
      server.clock.now += minutes * minuteMs;
      await isAskedAgainIn(sub, 2);
      expect(await whoIs(server, walker)).toBe(`sso:/${sub}`);
    }
    server.clock.now += 30 * minuteMs;
    await isGone(sub);
    server.provider.broken = undefined;
    expect(await whoIs(server, walker)).toBeUndefined();
    expect(await endOf(sub)).toMatchObject({ detail: { name: `sso:/${sub}`, reason: "issuer unavailable" } });
  });
});

test("without a refresh token a token lives that many minutes", async () => {
  server.provider.refreshes = false;
  const { walker } = await signedIn();
  const query = "{ tokens(limit: 1) { expiresAt } }";
  const expiresAt = new Date(server.clock.now + 10 * minuteMs).toISOString();
  expect((await server.ask(server.admin, query)).data.tokens).toEqual([{ expiresAt }]);
  server.clock.now += 10 * minuteMs;
  expect(await whoIs(server, walker)).toBeUndefined();
});

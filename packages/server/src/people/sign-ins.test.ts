import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { arrive, lastRow, type PeopleServer, peopleServer, trustFor, whoIs } from "../../test/people.ts";
import { createTrust, deleteTrust } from "../../test/trusts.ts";
import { type Page, Walker } from "../../test/walker.ts";
import { verifyInstance } from "../audit/verify-instance.ts";

const server: PeopleServer = await peopleServer();
const { accounts } = server.provider;
accounts.set("ada", { email: "Ada@acme.example", email_verified: true, groups: ["orders", "all"] });
accounts.set("mallory", { email: "ada@acme.example", email_verified: true, groups: ["orders"] });
accounts.set("eve", { email: "eve@acme.example", email_verified: false, groups: ["orders"] });
accounts.set("bob", { email: "bob@acme.example", email_verified: true, groups: ["all"] });
const orders = (await createTrust(server, trustFor(server, "orders", { groups: "orders" }))).data.createTrust.id;

/** Signs a browser in, and gives it. */
async function signedIn(account: string): Promise<Walker> {
  const walker = new Walker();
  const page = await arrive(server, account, "?return=/audit", walker);
  expect(page.status, page.text).toBe(200);
  expect(new URL((await walker.submit(page)).url).pathname).toBe("/audit");
  return walker;
}

const liveTokens = async (): Promise<{ id: string; name: string }[]> =>
  (await server.ask(server.admin, "{ tokens(where: { live: true }) { id name createdBy } }")).data.tokens;

describe("somebody whom a trust takes in", () => {
  test("sees account, team and grants, and gets a session, by a token that is listed by their email", async () => {
    const walker = new Walker();
    const page = await arrive(server, "ada", "?return=/audit", walker);
    for (const part of ["ada@acme.example", "default", "editor: prod/orders/*", "8 hours"])
      expect(page.text).toContain(part);
    expect(page.text).not.toContain("<script");
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'self'; form-action/);
    expect(await whoIs(server, walker)).toBeUndefined();
    await walker.submit(page);
    expect(await whoIs(server, walker)).toBe("sso:ada@acme.example");
    const query = "{ tokens(where: { live: true }) { id name role createdBy expiresAt grants { role names } } }";
    const { tokens } = (await server.ask(server.admin, query)).data;
    const token = tokens.find(({ name }: { name: string }) => name === "sso:ada@acme.example");
    expect(token).toMatchObject({
      ...{ role: "editor", createdBy: "sso:ada@acme.example", grants: [{ role: "editor", names: ["prod/orders/*"] }] },
      expiresAt: new Date(server.clock.now + 8 * 3_600_000).toISOString(),
    });
    const log = await server.ask(
      server.admin,
      `{ auditEvents(where: { actor: "sso:ada@acme.example" }) { action subject detail } }`,
    );
    expect(log.data.auditEvents.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(["token.create", "session.open"]),
    );
    const made = log.data.auditEvents.find(({ action }: { action: string }) => action === "token.create");
    expect(made.detail).toMatchObject({ issuer: server.provider.issuer, issuerSubject: "ada", trusts: [orders] });
    await server.ask(server.admin, `mutation { revokeToken(input: { id: "${token.id}" }) { success } }`);
    expect(await whoIs(server, walker)).toBeUndefined();
  });

  test("chooses the team where several take them in", async () => {
    const other = await server.ask(server.admin, 'mutation { createTeam(input: { name: "<b>other" }) { token } }');
    const theirs = other.data.createTeam.token;
    const admins = trustFor(server, "mine", { sub: "ada" }, [{ role: "auditor" }]);
    const trust = (await createTrust(server, admins, theirs)).data.createTrust.id;
    const walker = new Walker();
    const page = await arrive(server, "ada", "", walker);
    expect(page.text).toContain("Choose a team");
    expect(page.text).toContain("&lt;b&gt;other");
    expect((await walker.submit(page)).status).toBe(403);
    expect(await whoIs(server, walker)).toBeUndefined();
    const [, value = ""] = /value="([^"]+)" required> <strong>&lt;b&gt;/.exec(page.text) ?? [];
    const again = await arrive(server, "ada", "", walker);
    await walker.submit(again, { team: value });
    expect(await whoIs(server, walker)).toBe("sso:ada@acme.example");
    await deleteTrust(server, trust, theirs);
    expect(await whoIs(server, walker)).toBeUndefined();
    const log = await server.ask(theirs, "{ auditEvents(limit: 2) { action } }");
    expect(log.data.auditEvents.map(({ action }: { action: string }) => action).sort()).toEqual([
      "token.revoke",
      "trust.delete",
    ]);
  });

  test("is taken in by grants that are longer than what a form may send", async () => {
    accounts.set("zoe", { email: "zoe@acme.example", email_verified: true, groups: ["many"] });
    for (const name of ["many", "more"]) {
      const names = Array.from({ length: 60 }, (_none, at) => `${name}/${"x".repeat(240)}/${at}`);
      await createTrust(server, trustFor(server, name, { groups: "many" }, [{ role: "editor", names }]));
    }
    expect(await whoIs(server, await signedIn("zoe"))).toBe("sso:zoe@acme.example");
  });

  test("is called by the issuer's subject where the email is another's or not verified", async () => {
    const walkers = [await signedIn("ada"), await signedIn("ada"), await signedIn("mallory"), await signedIn("eve")];
    const names = await Promise.all(walkers.map((walker) => whoIs(server, walker)));
    expect(names).toEqual(["sso:ada@acme.example", "sso:ada@acme.example", "sso:/mallory", "sso:/eve"]);
  });

  test("is signed out with the token that only the browser had", async () => {
    const walker = await signedIn("ada");
    const count = (await liveTokens()).length;
    const cookie = `keyfold-${new URL(server.url).port}=${walker.cookie(server.url, new URL(server.url).port)}`;
    const headers = { origin: server.url, "x-keyfold-console": "user", cookie };
    await fetch(`${server.url}/session/end`, { method: "POST", headers });
    expect(await whoIs(server, walker)).toBeUndefined();
    expect((await liveTokens()).length).toBe(count - 1);
  });
});

describe("nobody is signed in", () => {
  const returned = (url: string): boolean => url.startsWith(`${server.url}/sign-in/return`);
  const begin = async (walker: Walker, change = (url: URL): void => void url): Promise<string> => {
    server.provider.account = "ada";
    const { url } = await walker.get(`${server.url}/sign-in`, (one) => one.startsWith(server.provider.issuer));
    const changed = new URL(url);
    change(changed);
    return (await walker.get(changed.href, returned)).url;
  };
  const expectRefused = async (page: Page, walker: Walker, reason: string, actor = "unknown"): Promise<void> => {
    expect(page.status).toBe(403);
    expect(page.text).toContain("You are not signed in");
    const row = { action: "session.open", actor, outcome: "refused", code: "UNAUTHENTICATED", reason };
    expect(await lastRow(server)).toEqual(row);
    expect(await whoIs(server, walker)).toBeUndefined();
  };

  test("by an answer with another state, nonce or verifier", async () => {
    const walker = new Walker();
    const first = await begin(walker);
    await begin(walker);
    await expectRefused(await walker.get(first), walker, "answer");
    const nonce = await begin(walker, (url) => url.searchParams.set("nonce", "another"));
    await expectRefused(await walker.get(nonce), walker, "answer: OAUTH_JWT_CLAIM_COMPARISON_FAILED");
    const challenge = randomBytes(32).toString("base64url");
    const verifier = await begin(walker, (url) => url.searchParams.set("code_challenge", challenge));
    await expectRefused(await walker.get(verifier), walker, "provider: invalid_grant");
    const issuer = await begin(walker);
    await expectRefused(
      await walker.get(issuer.replace(/iss=[^&]+/, "iss=https%3A%2F%2Fevil.example")),
      walker,
      "answer",
    );
  });

  test("by a sign-in that another browser began, or that is over", async () => {
    const [attacker, victim] = [new Walker(), new Walker()];
    const url = await begin(attacker);
    await expectRefused(await victim.get(url), victim, "not begun here");
    const late = await begin(victim);
    server.clock.now += 601_000;
    await expectRefused(await victim.get(late), victim, "not begun here");
  });

  test("by a code or a choice that was used", async () => {
    const walker = new Walker();
    const url = await begin(walker);
    const cookies = new Map(walker.cookies.get(new URL(server.url).host));
    const page = await walker.get(url);
    const chosen = new Map(walker.cookies.get(new URL(server.url).host));
    await walker.submit(page);
    const copy = new Walker();
    copy.cookies.set(new URL(server.url).host, cookies);
    await expectRefused(await copy.get(url), copy, "provider: invalid_grant");
    copy.cookies.set(new URL(server.url).host, chosen);
    await expectRefused(await copy.submit(page), copy, "used before", "sso:ada@acme.example");
  });

  test("by the form of another browser or another site", async () => {
    const [attacker, victim] = [new Walker(), new Walker()];
    const page = await arrive(server, "mallory", "", attacker);
    await arrive(server, "ada", "", victim);
    await expectRefused(await victim.submit(page), victim, "not begun here");
    const foreign = await attacker.submit(page, {}, "https://evil.example");
    expect([foreign.status, await whoIs(server, attacker)]).toEqual([403, undefined]);
  });

  test("by the provider's error, or whom no trust takes in", async () => {
    const walker = new Walker();
    await expectRefused(await arrive(server, undefined, "", walker), walker, "provider: access_denied");
    await expectRefused(await arrive(server, "bob", "", walker), walker, "no trust", "sso:bob@acme.example");
  });

  test("by an email that the provider did not verify", async () => {
    const trust = trustFor(server, "eve", { email: "eve@acme.example", groups: "none" });
    const { id } = (await createTrust(server, trust)).data.createTrust;
    server.provider.accounts.set("eve2", { email: "eve@acme.example", email_verified: "true", groups: ["none"] });
    const walker = new Walker();
    await expectRefused(await arrive(server, "eve2", "", walker), walker, "no trust", "sso:/eve2");
    await deleteTrust(server, id);
  });

  test("where the provider can't be asked", async () => {
    const answers = [
      [{ status: 503 }, 503],
      [{ status: 302 }, 403],
      [{ status: 200, body: `"${"x".repeat(70_000)}"` }, 503],
    ] as const;
    for (const [broken, status] of answers) {
      const walker = new Walker();
      const url = await begin(walker);
      server.provider.broken = (path) => (path === "/token" ? broken : undefined);
      const page = await walker.get(url);
      server.provider.broken = undefined;
      expect([page.status, await whoIs(server, walker)]).toEqual([status, undefined]);
    }
    const ready = async (): Promise<unknown> => {
      server.clock.now += 1000;
      return JSON.parse((await server.server.inject({ method: "GET", url: "/readyz" })).body);
    };
    expect(await ready()).toMatchObject({ status: "ok", warnings: ["the provider of sign-in can't be asked"] });
    const walker = new Walker();
    await walker.submit(await arrive(server, "ada", "", walker));
    expect(await ready()).not.toHaveProperty("warnings");
  });
});

test.each(["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil", "javascript:0"])(
  "%j is no address to come back to",
  async (address) => {
    const walker = new Walker();
    const page = await arrive(server, "ada", `?return=${encodeURIComponent(address)}`, walker);
    expect((await walker.submit(page)).url).toBe(`${server.url}/`);
  },
);

test("the log, the rows and the pages have no code, token or client secret, and the log agrees with the database", async () => {
  await signedIn("ada");
  const all = server.log() + JSON.stringify(await server.sql("select * from audit_event"));
  expect(all).not.toContain(server.provider.clientSecret);
  expect(all).not.toMatch(/eyJ[\w-]+\.|code=|client_secret|keyfold_login/);
  const differences = async (): Promise<readonly { readonly message: string }[] | undefined> => {
    const instance = await server.openInstance();
    return (await verifyInstance(instance).finally(() => instance.database.close())).differences;
  };
  expect(await differences()).toBeUndefined();
  const message = "is a person's whose row was changed or removed";
  await server.sql("update person set next_check = null, checked_at = 0 where subject = 'ada'");
  expect((await differences())?.[0]).toMatchObject({ kind: "token", message });
  await server.sql("delete from person where subject = 'ada'");
  expect((await differences())?.[0]).toMatchObject({ kind: "token", message });
});

test("whoever asks learns that people sign in here", async () => {
  const answer = await server.server.inject({ method: "GET", url: "/.well-known/keyfold" });
  expect(JSON.parse(answer.body)).toEqual({ signIn: true, version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
});

test("a row of a trust's id with other claims takes nobody in by the trust, which is left beside it", async () => {
  await server.sql("create table doubled as select * from trust");
  await server.sql("update doubled set claims = '{}'");
  await server.sql("insert into doubled select * from trust");
  await server.sql("drop table trust");
  await server.sql("alter table doubled rename to trust");
  expect((await arrive(server, "bob")).text).toContain("no team of this server takes you in");
  expect((await arrive(server, "ada")).text).toContain("ada@acme.example");
});

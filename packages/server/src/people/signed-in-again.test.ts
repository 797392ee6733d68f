import { expect, test } from "vitest";
import { arrive, peopleServer, trustFor } from "../../test/people.ts";
import { createTrust } from "../../test/trusts.ts";
import { Walker } from "../../test/walker.ts";

const server = await peopleServer();
const { provider } = server;
provider.accounts.set("ada", { email: "ada@acme.example", email_verified: true });
const grants = [{ role: "admin" }];
await createTrust(server, trustFor(server, "admins", { email: "ada@acme.example" }, grants));

let names = 0;

/** What comes of making a token in the console. */
async function makeToken(walker: Walker): Promise<string> {
  names += 1;
  const headers = {
    "content-type": "application/json",
    origin: server.url,
    "x-keyfold-console": "user",
    cookie: `keyfold-${new URL(server.url).port}=${walker.cookie(server.url, new URL(server.url).port)}`,
  };
  const query = `mutation { createToken(input: { name: "token ${names}", role: editor }) { id } }`;
  const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  return JSON.parse(await answer.text()).errors?.[0].extensions.code ?? "made";
}

const secondsAgo = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds;

/** Begins a sign-in, and goes on at an address of the provider's that the browser's user has changed. */
async function arriveBy(walker: Walker, query: string, change: (query: URLSearchParams) => void) {
  const { url } = await walker.get(`${server.url}/sign-in${query}`, (one) => one.startsWith(provider.issuer));
  const changed = new URL(url);
  change(changed.searchParams);
  return walker.get(changed.href);
}

test("who makes credentials has just signed in at the provider, or is asked there again", async () => {
  const walker = new Walker();
  await walker.submit(await arrive(server, "ada", "", walker));
  expect(await makeToken(walker)).toBe("made");
  server.clock.now += 300_000;
  expect(await makeToken(walker)).toBe("SIGN_IN_AGAIN");

  const asked = (): number => provider.asked.filter((path) => path.startsWith("/interaction/")).length;
  const before = asked();
  await walker.submit(await arrive(server, "ada", "?again", walker));
  expect(asked()).toBe(before + 1);
  expect(await makeToken(walker)).toBe("made");
});

test("a sign-in at the provider that is older makes none, nor one whose time is not known", async () => {
  const walker = new Walker();
  provider.signedInAt = secondsAgo(400);
  await walker.submit(await arrive(server, "ada", "", walker));
  provider.signedInAt = undefined;
  expect(await makeToken(walker)).toBe("SIGN_IN_AGAIN");
  await walker.submit(await arriveBy(walker, "", (query) => query.delete("max_age")));
  expect(await makeToken(walker)).toBe("SIGN_IN_AGAIN");
});

test("nobody is signed in again whom the provider did not ask", async () => {
  const walker = new Walker();
  provider.signedInAt = secondsAgo(400);
  await walker.submit(await arrive(server, "ada", "", walker));
  provider.signedInAt = undefined;
  const changes: ((query: URLSearchParams) => void)[] = [
    (query) => {
      query.delete("prompt");
      query.delete("max_age");
    },
    (query) => {
      query.delete("prompt");
      query.set("max_age", "9999");
    },
  ];
  for (const change of changes) {
    const page = await arriveBy(walker, "?again", change);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining("did not ask you to sign in again")]);
    const [row] = await server.sql("select outcome, detail from audit_event order by seq desc limit 1");
    expect(row).toMatchObject({ outcome: "refused", detail: expect.stringContaining("not asked again") });
    expect(await makeToken(walker)).toBe("SIGN_IN_AGAIN");
  }
});

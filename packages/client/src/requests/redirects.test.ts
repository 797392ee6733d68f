import { canary } from "@tooling/vitest/canary";
import { expect, test } from "vitest";
import { clientOf, token } from "../test/client-of.ts";
import { answer, type FaultyServer, faultyServer, noNames } from "../test/faulty-server.ts";
import { quickClock } from "../test/quick-clock.ts";
import { thrownBy } from "../test/thrown-by.ts";

function redirect(status: number, location: string): ReturnType<typeof answer> {
  return answer(status, "", { location });
}

async function elsewhere(): Promise<FaultyServer> {
  return faultyServer(answer(200, { data: { setSecret: { success: true, version: 1 } } }));
}

test.for([301, 302, 303, 307, 308])("a redirect to another origin is refused: %i", async (status) => {
  const other = await elsewhere();
  for (const location of [`${other.url}/graphql`, other.url.replace("http://", "//"), "https://127.0.0.1/graphql"]) {
    const { url, seen } = await faultyServer(redirect(status, location));
    const error = await thrownBy(clientOf(url, quickClock()).setSecret({ name: "KEY", value: canary }));
    expect(error).toMatchObject({ code: "CROSS_ORIGIN_REDIRECT", status });
    expect(error.message).toContain(url);
    expect(error.message).not.toContain(other.url);
    expect(seen).toHaveLength(1);
  }
  expect(other.seen).toEqual([]);
});

test("localhost is another origin than 127.0.0.1", async () => {
  const other = await elsewhere();
  const { url } = await faultyServer(redirect(308, other.url.replace("127.0.0.1", "localhost")));
  expect(await thrownBy(clientOf(url, quickClock()).secretNames())).toMatchObject({ code: "CROSS_ORIGIN_REDIRECT" });
});

test.for([307, 308])("a redirect inside the origin is followed with method, body and token: %i", async (status) => {
  const { url, seen } = await faultyServer(redirect(status, "/new/graphql"), noNames);
  expect(await clientOf(url, quickClock()).secretNames()).toEqual([]);
  expect(seen.map(({ path }) => path)).toEqual(["/graphql", "/new/graphql"]);
  expect(seen[1]?.body).toBe(seen[0]?.body);
  expect(seen[1]?.headers.authorization).toBe(`Bearer ${token}`);
});

test.for([301, 302, 303])("a redirect that would turn into a GET is refused: %i", async (status) => {
  const { url, seen } = await faultyServer(redirect(status, "/new"));
  expect(await thrownBy(clientOf(url, quickClock()).secretNames())).toMatchObject({ code: "INVALID_RESPONSE", status });
  expect(seen).toHaveLength(1);
});

test("redirects in a circle end", async () => {
  const { url, seen } = await faultyServer(redirect(307, "/graphql"));
  expect(await thrownBy(clientOf(url, quickClock()).secretNames())).toMatchObject({ code: "INVALID_RESPONSE" });
  expect(seen).toHaveLength(6);
});

test.for(["http://[", "javascript:1", "data:application/json,{}"])("a redirect to nowhere: %s", async (location) => {
  const { url } = await faultyServer(redirect(307, location));
  expect(await thrownBy(clientOf(url, quickClock()).secretNames())).toMatchObject({ code: "CROSS_ORIGIN_REDIRECT" });
});

test("a fetch that follows redirects by itself, or hides them, gives no answer", async () => {
  const other = await faultyServer(noNames);
  const { url } = await faultyServer(redirect(307, `${other.url}/graphql`));
  const follows: typeof fetch = (input, init) => fetch(input, { ...init, redirect: "follow" });
  const hides = async (): Promise<Response> =>
    ({ type: "opaqueredirect", status: 0, ok: false, url: "", headers: new Headers(), body: null }) as Response;
  for (const own of [follows, hides]) {
    const error = await thrownBy(clientOf(url, quickClock(), { fetch: own }).secretNames());
    expect(error).toMatchObject({ code: "CROSS_ORIGIN_REDIRECT" });
  }
  // What such a fetch of a standard runtime sends elsewhere is without the token.
  expect(other.seen[0]?.headers.authorization).toBeUndefined();
});

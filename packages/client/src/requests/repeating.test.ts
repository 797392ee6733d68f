import { getEventListeners } from "node:events";
import { freePort } from "@tooling/vitest/free-port";
import { expect, test } from "vitest";
import type { Client } from "../client.ts";
import { clientOf } from "../test/client-of.ts";
import { answer, type Fault, faultyServer, listen, noNames } from "../test/faulty-server.ts";
import { quickClock, timeoutMs } from "../test/quick-clock.ts";
import { thrownBy } from "../test/thrown-by.ts";

const breaks: Fault = (response) => response.destroy();

test.for([429, 500, 502, 503, 504])("a query is sent again after %i", async (status) => {
  const { url, seen } = await faultyServer(answer(status, ""), answer(status, ""), noNames);
  const clock = quickClock();
  expect(await clientOf(url, clock).secretNames()).toEqual([]);
  expect(seen).toHaveLength(3);
  expect(clock.waits).toEqual([100, 200]);
});

test("a query is sent again after a connection that broke, four times in all", async () => {
  const { url, seen } = await faultyServer(breaks);
  const clock = quickClock();
  expect(await thrownBy(clientOf(url, clock).secretNames())).toMatchObject({ code: "SERVER_UNREACHABLE" });
  expect(seen).toHaveLength(4);
  expect(clock.waits).toEqual([100, 200, 400]);
});

const done: [string, (client: Client) => Promise<unknown>, number][] = [
  ["setSecret", (client) => client.setSecret({ name: "a", value: 1 }), 1],
  ["setSecrets", (client) => client.setSecrets([{ name: "a", value: 1 }]), 1],
  ["rollbackSecret", (client) => client.rollbackSecret({ name: "a", version: 1 }), 1],
  ["openRun", (client) => client.openRun(), 1],
  ["createTeam", (client) => client.createTeam({ name: "a" }), 1],
  ["createToken", (client) => client.createToken({ name: "a", role: "editor" }), 1],
  ["a document with a mutation", (client) => client.request("mutation { endRun(input: { id: 1 }) { success } }"), 1],
  ["deleteSecret", (client) => client.deleteSecret({ name: "a" }), 4],
  ["restoreSecret", (client) => client.restoreSecret({ name: "a" }), 1],
  ["describeSecret", (client) => client.describeSecret({ name: "a", note: "b" }), 4],
  ["folders", (client) => client.folders(), 4],
  ["extendRun", (client) => client.extendRun({ id: "1" }), 4],
  ["endRun", (client) => client.endRun({ id: "1" }), 4],
  ["revokeToken", (client) => client.revokeToken({ id: "1" }), 4],
  ["secretValue", (client) => client.secretValue("a"), 4],
  ["a document of queries", (client) => client.request("{ teams { name } }"), 4],
];

test.for(done)("what can't be done twice is sent once: %s", async ([, call, times]) => {
  for (const fault of [breaks, answer(503, ""), answer(429, "", { "retry-after": "1" })]) {
    const { url, seen } = await faultyServer(fault);
    await thrownBy(call(clientOf(url, quickClock())));
    expect(seen).toHaveLength(times);
  }
});

test("what surely never arrived is sent again, whatever it is", async () => {
  const port = await freePort();
  const { seen, clock } = { seen: [] as string[], clock: quickClock(start) };
  async function start(): Promise<void> {
    if (clock.waits.length < 3) return;
    await listen(port, (response) => {
      seen.push("arrived");
      answer(200, { data: { setSecret: { success: true, version: 1 } } })(response);
    });
  }
  const client = clientOf(`http://127.0.0.1:${port}`, clock);
  expect(await client.setSecret({ name: "a", value: 1 })).toEqual({ success: true, version: 1 });
  expect([seen, clock.waits]).toEqual([["arrived"], [100, 200, 400]]);
});

test("Retry-After adds to the wait: seconds, and a date", async () => {
  const clock = quickClock();
  const date = new Date(clock.now() + 2100 + 4000).toUTCString();
  const { url } = await faultyServer(
    answer(429, "", { "retry-after": "2" }),
    answer(503, "", { "retry-after": date }),
    noNames,
  );
  await clientOf(url, clock).secretNames();
  expect(clock.waits[0]).toBe(2100);
  // A date has no milliseconds.
  expect(Math.round(Number(clock.waits[1]) / 1000)).toBe(4);
});

test("a wait past the deadline is not begun", async () => {
  for (const headers of [{ "retry-after": "13" }, { "retry-after": "Sat, 31 Jan 2026 23:00:00 GMT" }]) {
    const { url, seen } = await faultyServer(answer(429, "", headers));
    const clock = quickClock();
    expect(await thrownBy(clientOf(url, clock).secretNames())).toMatchObject({ code: "RATE_LIMITED", status: 429 });
    expect([seen.length, clock.waits]).toEqual([1, []]);
  }
});

test("retry: how often, how long, and not at all", async () => {
  const clock = quickClock();
  const { url, seen } = await faultyServer(answer(503, ""));
  const retry = { attempts: 6, minDelayMs: 10, maxDelayMs: 50 };
  await thrownBy(clientOf(url, clock, { retry }).secretNames());
  expect(clock.waits).toEqual([10, 20, 40, 50, 50]);
  await thrownBy(clientOf(url, clock, { retry: false }).secretNames());
  expect(seen).toHaveLength(7);
  for (const wrong of [{ attempts: 0 }, { attempts: 1.5 }, { minDelayMs: -1 }, { maxDelayMs: Number.NaN }]) {
    expect(() => clientOf(url, clock, { retry: wrong })).toThrow(expect.objectContaining({ code: "INVALID_OPTIONS" }));
  }
});

test("a server that is down gets 20 repeats from a client, and more once it has answered", async () => {
  let down = true;
  const { url, seen } = await faultyServer((response) => (down ? answer(503, "") : noNames)(response));
  const client = clientOf(url, quickClock());
  await Promise.all(Array.from({ length: 40 }, () => thrownBy(client.secretNames())));
  expect(seen).toHaveLength(60);
  await thrownBy(client.secretNames());
  expect(seen).toHaveLength(61);
  down = false;
  for (let turn = 0; turn < 11; turn += 1) await client.secretNames();
  down = true;
  await thrownBy(client.secretNames());
  expect(seen).toHaveLength(61 + 11 + 2);
});

test("a signal gives a call up: before it, during an attempt, during a wait", async () => {
  const reason = new Error("no longer needed");
  const controller = new AbortController();
  const { url, seen } = await faultyServer(() => controller.abort(reason));
  const client = clientOf(url, quickClock());
  await expect(client.secretNames({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(seen).toHaveLength(0);
  await expect(client.secretNames({ signal: controller.signal })).rejects.toBe(reason);
  expect(seen).toHaveLength(1);

  const waiting = new AbortController();
  const busy = await faultyServer(answer(503, ""));
  const clock = quickClock(async () => waiting.abort(reason));
  await expect(clientOf(busy.url, clock).secretNames({ signal: waiting.signal })).rejects.toBe(reason);
  expect(busy.seen).toHaveLength(1);

  const unused = new AbortController();
  await thrownBy(clientOf(busy.url, quickClock()).secretNames({ signal: unused.signal }));
  expect(getEventListeners(unused.signal, "abort")).toEqual([]);
});

test("a call may have a time of its own", async () => {
  const clock = quickClock();
  const { url } = await faultyServer(() => setImmediate(clock.runOut));
  const client = clientOf(url, clock, { timeoutMs: 1_000_000 });
  const error = await thrownBy(client.secretNames({ timeoutMs }));
  expect(error.message).toContain("within 12.345 s");
  for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(await thrownBy(client.secretNames({ timeoutMs: wrong }))).toMatchObject({ code: "INVALID_OPTIONS" });
  }
});

test("a fetch of one's own is used, and its errors are not shown", async () => {
  const asked: [string, RequestInit][] = [];
  const fetch = async (url: unknown, init?: RequestInit): Promise<Response> => {
    asked.push([String(url), init ?? {}]);
    throw new Error(String(Object(init?.headers).authorization));
  };
  const client = clientOf("https://keyfold.example/at/", quickClock(), { fetch, retry: false });
  const error = await thrownBy(client.secretNames());
  expect(error.code).toBe("SERVER_UNREACHABLE");
  expect(error.cause).toBeUndefined();
  expect(error.message).toBe("There was no answer from https://keyfold.example.");
  const [[url, init] = []] = asked;
  expect(url).toBe("https://keyfold.example/at/graphql");
  expect(init).toMatchObject({ method: "POST", redirect: "manual", headers: { "content-type": "application/json" } });
  expect(error.stack).not.toContain("keyfold_runner_");
});

test("a fetch that does not heed the signal is left behind", async () => {
  const clock = quickClock();
  const fetch = (): Promise<Response> => {
    setImmediate(clock.runOut);
    return new Promise(() => {});
  };
  const client = clientOf("https://keyfold.example", clock, { fetch });
  expect(await thrownBy(client.secretNames())).toMatchObject({ code: "TIMEOUT" });
});

test("a fetch whose answer has a text and no stream is enough", async () => {
  const headers = new Headers({ "content-type": "application/json" });
  const fetch = async (): Promise<Response> =>
    ({ ok: true, status: 200, headers, text: async () => '{"data":{"secret":[{"name":"a"}]}}' }) as Response;
  expect(await clientOf("https://keyfold.example", quickClock(), { fetch }).secretNames()).toEqual(["a"]);
});

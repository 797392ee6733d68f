import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { listenHere } from "@tooling/vitest/listen-here";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, onTestFinished, test } from "vitest";
import { ask, tunnel } from "../test/program.ts";
import { startTeam } from "../test/team.ts";
import { lookupHere, startUpstream } from "../test/upstream.ts";
import {
  type BrokerService,
  type BrokerServiceOptions,
  openBrokerSession,
  type SessionRun,
  startBrokerService,
} from "./index.ts";

const [team, upstream] = await Promise.all([startTeam(), startUpstream()]);
const host = `api.test:${upstream.port}`;

async function serviceOn(listen: BrokerServiceOptions["listen"]): Promise<BrokerService> {
  const service = await startBrokerService({
    listen,
    uses: [{ variable: "KEY", name: "key", host, as: "ghp_…" }],
    lookup: lookupHere,
    authorityFiles: [upstream.authorityFile],
    openRun: async () => {
      const run = await team.admin.openRun({ uses: [{ name: "key", host }], label: service.url });
      const client = createClient({ url: team.url, token: run.token });
      return { client, end: async () => void (await client.endRun({ id: run.id })) };
    },
  });
  onTestFinished(() => service.close());
  return service;
}

const liveRuns = async (service: BrokerService): Promise<number> =>
  (await team.admin.runs({ where: { live: true } })).filter(({ label }) => label === service.url).length;

test.each(["a socket", "an address"])(
  "a session at a broker on %s uses the value, and its run ends with it",
  async (where) => {
    const path = join(temporaryFolder(), "broker.sock");
    const service = await serviceOn(where === "a socket" ? { path } : { host: "127.0.0.1", port: 0 });
    if (where === "a socket") expect(statSync(path).mode & 0o777).toBe(0o660);
    const session = await openBrokerSession(service.url);
    expect(session.variables.KEY).toMatch(/^ghp_\w{36}$/);
    expect(JSON.stringify(session)).not.toMatch(/keyfold_(?:run|team)_/);
    const headers = { authorization: `Bearer ${session.variables.KEY}` };
    const answer = await ask(session, host, { path: "/echo", headers });
    expect(JSON.parse(answer.body).headers.authorization).toBe("Bearer <secret>");
    expect(upstream.seen.at(-1)?.headers.authorization).toContain(Buffer.from(canary).toString("latin1"));
    expect(await liveRuns(service)).toBe(1);
    await session.close();
    await expect.poll(() => liveRuns(service)).toBe(0);
  },
);

test("sessions are apart: each has its own placeholder, authority and credentials", async () => {
  const service = await serviceOn({ host: "127.0.0.1", port: 0 });
  const [one, other] = [await openBrokerSession(service.url), await openBrokerSession(service.url)];
  const headers = { authorization: `Bearer ${one.variables.KEY}` };
  await ask(other, host, { path: "/echo", headers });
  expect(upstream.seen.at(-1)?.headers.authorization).toBe(headers.authorization);
  await expect(ask({ ...other, certificate: one.certificate }, host)).rejects.toThrow();
  await one.close();
  await expect.poll(() => tunnel(one, host)).toBe(407);
  expect(await tunnel(other, host)).not.toBeTypeOf("number");
  await other.close();
});

test("a session whose run was ended is told so, and gets no more connections", async () => {
  const service = await serviceOn({ host: "127.0.0.1", port: 0 });
  const messages: string[] = [];
  const session = await openBrokerSession(service.url, (message) => messages.push(message));
  const [run] = (await team.admin.runs({ where: { live: true } })).filter(({ label }) => label === service.url);
  await team.admin.endRun({ id: String(run?.id) });
  await expect.poll(() => messages.length).toBe(1);
  expect(messages[0]).toContain("has ended");
  await expect.poll(() => tunnel(session, host)).toBe(407);
});

test("a broker that is not there, or that can't open a run, opens no session", async () => {
  await expect(openBrokerSession("unix:/nowhere.sock")).rejects.toMatchObject({ code: "NO_SESSION" });
  await expect(openBrokerSession("https://a.test")).rejects.toMatchObject({ code: "NO_SESSION" });
  const service = await startBrokerService({
    listen: { host: "127.0.0.1", port: 0 },
    uses: [{ variable: "KEY", name: "key", host }],
    openRun: () => team.admin.openRun({ allow: [] }).then(() => Promise.reject(new Error("no run"))),
  });
  onTestFinished(() => service.close());
  await expect(openBrokerSession(service.url)).rejects.toMatchObject({
    code: "NO_SESSION",
    message: expect.stringContaining("(BAD_INPUT)"),
  });
});

test("no more sessions are opened at once than there may be", async () => {
  const { promise, reject } = Promise.withResolvers<SessionRun>();
  const service = await startBrokerService({
    listen: { host: "127.0.0.1", port: 0 },
    uses: [{ variable: "KEY", name: "key", host }],
    openRun: () => promise,
  });
  onTestFinished(() => service.close());
  const asked = Array.from({ length: 201 }, () => openBrokerSession(service.url));
  await expect(Promise.race(asked)).rejects.toThrow("too many sessions");
  reject(new Error("no run"));
  const settled = await Promise.allSettled(asked);
  expect(settled.filter((one) => String(Object(one).reason).includes("too many sessions"))).toHaveLength(1);
});

test("a socket that a killed broker left is taken over, and one that is in use is not", async () => {
  const path = join(temporaryFolder(), "broker.sock");
  const left = createServer().listen(path);
  await once(left, "listening");
  await expect(serviceOn({ path })).rejects.toMatchObject({ code: "EADDRINUSE" });
  left.close();
  const service = await serviceOn({ path });
  await (await openBrokerSession(service.url)).close();
});

test("a file where the socket should be is left as it is", async () => {
  const path = join(temporaryFolder(), "notes.txt");
  writeFileSync(path, "mine");
  await expect(serviceOn({ path })).rejects.toMatchObject({ code: "EADDRINUSE" });
  expect(readFileSync(path, "utf8")).toBe("mine");
});

test("a page in a browser opens no session", async () => {
  const service = await serviceOn({ host: "127.0.0.1", port: 0 });
  const asked = request(`${service.url}/session`, { method: "POST", headers: { origin: "https://evil.test" } }).end();
  const [answer] = await once(asked, "response");
  expect(answer.resume().statusCode).toBe(407);
  expect(await liveRuns(service)).toBe(0);
});

test.each([
  "garbage",
  "null",
  "{}",
  '{"user":"a","password":"b","certificate":"","hosts":[1],"only":true,"variables":{}}',
])("what opens a session as %s is no broker", async (line) => {
  const url = await startAnswering([line]);
  await expect(openBrokerSession(url)).rejects.toMatchObject({ code: "NO_SESSION" });
});

test.each(["garbage", "null", '{"over":{"message":{}}}'])("a session is over after %s", async (line) => {
  const opened = { user: "a", password: "b", certificate: "", hosts: [], only: false, variables: {} };
  const { promise, resolve } = Promise.withResolvers<string>();
  const session = await openBrokerSession(await startAnswering([JSON.stringify(opened), line]), resolve);
  expect(await promise).toBe("The broker ended the session.");
  await session.close();
});

/** What answers any request with some lines, as no broker does. */
async function startAnswering(lines: readonly string[]): Promise<string> {
  const server = createServer((_request, response) => void response.write(`${lines.join("\n")}\n`));
  return `http://127.0.0.1:${await listenHere(server)}`;
}

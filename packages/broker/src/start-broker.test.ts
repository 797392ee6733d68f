import { once } from "node:events";
import { createServer, request } from "node:http";
import type { Socket } from "node:net";
import { connect } from "node:tls";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { listenHere } from "@tooling/vitest/listen-here";
import { describe, expect, test } from "vitest";
import { ask, askHttp1, secureTunnel, tunnel } from "../test/program.ts";
import { brokerOf, startTeam, usesOnRecord } from "../test/team.ts";
import { lookupHere, startUpstream } from "../test/upstream.ts";
import { startBroker } from "./index.ts";

const [team, upstream, older] = await Promise.all([startTeam(), startUpstream(), startUpstream("http/1.1")]);
const host = `api.test:${upstream.port}`;

const bytes = Buffer.from(canary).toString("latin1");
const last = () => upstream.seen.at(-1);
const basic = (password: string) => `Basic ${Buffer.from(`me:${password}`).toString("base64")}`;

describe("a request to a host in use", () => {
  test.each(["http/1.1", "h2"])(
    "in %s carries the value where the placeholder stands, and is on record",
    async (protocol) => {
      const broker = await brokerOf(team, upstream, [{ name: "key", host, methods: ["GET"], paths: ["/v1"] }]);
      const { placeholder } = broker;
      expect(placeholder).toMatch(/^keyfold_use_\w{36}$/);
      const headers = { authorization: `Bearer ${placeholder}`, "x-basic": basic(placeholder) };
      const answer = await ask(broker, host, { protocol, path: `/v1/%63/echo?a=${placeholder}&b=1`, headers });
      expect(last()).toMatchObject({
        method: "GET",
        url: `/v1/c/echo?a=${encodeURIComponent(canary)}&b=1`,
        version: 2,
      });
      expect(last()?.headers).toMatchObject({ authorization: `Bearer ${bytes}`, "x-basic": basic(canary) });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body)).toMatchObject({ method: "GET", headers: { authorization: "Bearer <secret>" } });
      expect(await usesOnRecord(team, broker.runId)).toEqual([`GET ${host} /v1/c/echo`]);
    },
  );

  test("goes out with the placeholder if its method, path, host or port was not opened", async () => {
    const broker = await brokerOf(team, upstream, [
      { name: "key", host, methods: ["GET"], paths: ["/v1"] },
      { name: "key", host: `*.wild.test:${upstream.port}`, paths: ["/only"] },
    ]);
    const headers = { authorization: `Bearer ${broker.placeholder}` };
    const others = [
      ["GET", "/v2/echo"],
      ["GET", "/v1/../v2/echo"],
      ["GET", "/v1/%2e%2e/v2/echo"],
      ["GET", "/v1/%252e%252e/v2/echo"],
      ["GET", "/v1/..%2fecho"],
      ["GET", "/v1x/echo"],
      ["GET", "//v1/echo"],
      ["POST", "/v1/echo"],
    ] as const;
    for (const [method, path] of others) {
      await ask(broker, host, { method, path, headers });
      expect(last()?.headers.authorization, path).toBe(headers.authorization);
    }
    for (const name of ["X-HTTP-Method-Override", "x_original_url"]) {
      await ask(broker, host, { path: "/v1/echo", headers: { ...headers, [name]: "DELETE" } });
      expect(last()?.headers.authorization, name).toBe(headers.authorization);
    }
    await ask(broker, `a.wild.test:${upstream.port}`, { path: "/v1/echo", headers });
    expect(last()?.headers.authorization).toBe(headers.authorization);
    expect(await usesOnRecord(team, broker.runId)).toEqual([]);
    await ask(broker, `a.wild.test:${upstream.port}`, { path: "/only/echo", headers });
    expect(last()?.headers.authorization).toBe(`Bearer ${bytes}`);
    expect(await usesOnRecord(team, broker.runId)).toEqual([`GET a.wild.test:${upstream.port} /only/echo`]);
  });

  test("has values put into its body only if that was asked for, in what its type makes of them", async () => {
    const json = await brokerOf(team, upstream, [{ name: "key", host, body: true, as: "ghp_…" }]);
    expect(json.placeholder).toMatch(/^ghp_\w{36}$/);
    const send = (broker: typeof json, type: string, body: string, more = {}) =>
      ask(broker, host, { method: "POST", path: "/echo", headers: { "content-type": type, ...more }, body });
    await send(json, "application/json; charset=utf-8", JSON.stringify({ a: `x${json.placeholder}` }));
    expect(JSON.parse(String(last()?.body))).toEqual({ a: `x${canary}` });
    await send(json, "application/x-www-form-urlencoded", `a=${json.placeholder}&b=1`);
    expect(new URLSearchParams(last()?.body).get("a")).toBe(canary);
    await send(json, "text/plain", json.placeholder);
    expect(last()?.body).toBe(canary);
    for (const type of ["application/octet-stream", "text/plain; charset=utf-16"]) {
      await send(json, type, json.placeholder);
      expect(last()?.body, type).toBe(json.placeholder);
    }
    await send(json, "text/plain", json.placeholder, { "content-encoding": "br" });
    expect(last()?.body).toBe(json.placeholder);
    const long = `${json.placeholder}${"x".repeat(1024 * 1024)}`;
    await send(json, "text/plain", long);
    expect(last()?.body.length).toBe(long.length);
    expect(await usesOnRecord(team, json.runId)).toEqual(Array(3).fill(`POST ${host} /echo`));
    const without = await brokerOf(team, upstream, [{ name: "key", host }]);
    await send(without, "text/plain", without.placeholder);
    expect(last()?.body).toBe(without.placeholder);
  });

  test("reaches a host of HTTP/1.1 alone, in whichever version the program speaks", async () => {
    const old = `api.test:${older.port}`;
    const broker = await brokerOf(team, older, [{ name: "key", host: old }]);
    const headers = { authorization: `Bearer ${broker.placeholder}` };
    for (const protocol of ["http/1.1", "h2"]) {
      const answer = await ask(broker, old, { protocol, method: "POST", path: "/echo", headers, body: "some" });
      expect(JSON.parse(answer.body)).toMatchObject({
        body: "some",
        version: 1,
        headers: { authorization: "Bearer <secret>" },
      });
    }
    expect(older.seen.map((one) => one.headers.authorization)).toEqual([`Bearer ${bytes}`, `Bearer ${bytes}`]);
  });

  test("has its headers, whatever they are called", async () => {
    const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
    await ask(broker, host, { path: "/echo", rawHeaders: ["host", host, "constructor", "x", "a", "1", "a", "2"] });
    expect(Object.entries(last()?.headers ?? {})).toContainEqual(["constructor", "x"]);
  });

  test("has no range and no encoding that can't be undone, and no header of the proxy's", async () => {
    const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
    await ask(broker, host, {
      path: "/echo",
      headers: {
        range: "bytes=0-1",
        "if-range": "x",
        "accept-encoding": "compress",
        "proxy-authorization": "Basic x",
        connection: "x-dropped",
        "x-dropped": "1",
      },
    });
    const { headers } = last() ?? {};
    expect(headers?.["accept-encoding"]).toMatch(/^gzip, deflate, br/);
    for (const name of ["range", "if-range", "proxy-authorization", "x-dropped"])
      expect(headers, name).not.toHaveProperty(name);
  });

  test("is refused where it could be read in two ways, or as one to another host", async () => {
    const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
    const token = `Bearer ${broker.placeholder}`;
    const before = upstream.seen.length;
    const requests: [what: string, path: string, rawHeaders: string[]][] = [
      ["another Host", "/echo", ["Host", "other.test", "Authorization", token]],
      ["another port", "/echo", ["Host", "api.test", "Authorization", token]],
      ["two hosts", "/echo", ["Host", host, "Host", "other.test", "Authorization", token]],
      ["two tokens", "/echo", ["Host", host, "Authorization", token, "authorization", "Bearer x"]],
      ["an absolute target", `https://other.test:${upstream.port}/echo`, ["Host", host, "Authorization", token]],
    ];
    for (const [what, path, rawHeaders] of requests) {
      const socket = await secureTunnel(broker, host);
      const answer = await askHttp1(socket, host, { path, rawHeaders });
      expect([answer.status, answer.headers["keyfold-error"]], what).toEqual([400, "BAD_REQUEST"]);
    }
    const smuggled = await secureTunnel(broker, host);
    smuggled.write(
      `POST /echo HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n`,
    );
    const [refused] = (await once(smuggled, "data")) as [Buffer];
    expect(String(refused)).toMatch(/^HTTP\/1\.1 400 /);
    const named = connect({
      ...{ socket: (await tunnel(broker, host)) as Socket, servername: "other.test" },
      // Whoever takes any certificate must not get one for a name that CONNECT did not have.
      rejectUnauthorized: false,
    });
    await expect(once(named, "secureConnect")).rejects.toThrow();
    expect(upstream.seen.length).toBe(before);
    expect(await usesOnRecord(team, broker.runId)).toEqual([]);
  });

  test("is judged by itself where several come at once on one connection", async () => {
    const broker = await brokerOf(team, upstream, [{ name: "key", host, paths: ["/a"] }]);
    const socket = await secureTunnel(broker, host);
    const one = (path: string) =>
      `GET ${path}/echo HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${broker.placeholder}\r\n\r\n`;
    const from = upstream.seen.length;
    socket.write(one("/a") + one("/b") + one("/a"));
    await expect.poll(() => upstream.seen.length - from).toBe(3);
    const carried = upstream.seen
      .slice(from)
      .map(({ url, headers }) => `${url} ${headers.authorization === `Bearer ${bytes}`}`);
    expect(carried.sort()).toEqual(["/a/echo true", "/a/echo true", "/b/echo false"]);
    expect(await usesOnRecord(team, broker.runId)).toHaveLength(2);
  });

  test("is not sent if the host's certificate is not believed", async () => {
    const broker = await brokerOf(team, upstream, [{ name: "key", host }], { authorityFiles: [] });
    const answer = await ask(broker, host, { headers: { authorization: broker.placeholder } });
    expect([answer.status, answer.headers["keyfold-error"]]).toEqual([502, "HOST_UNREACHABLE"]);
    expect(answer.body).not.toContain(canary);
  });

  test("is not sent if the broker has ended by the time its value comes", async () => {
    const { token } = await team.admin.openRun({ uses: [{ name: "key", host }] });
    const client = createClient({ url: team.url, token });
    const network = { lookup: lookupHere, authorityFiles: [upstream.authorityFile] };
    const useSecret: typeof client.useSecret = async (input) => {
      const value = await client.useSecret(input);
      await broker.close();
      return value;
    };
    const broker = await startBroker({
      ...network,
      client: { useSecret, whoami: () => client.whoami() },
      uses: [{ name: "key", host }],
    });
    const headers = { authorization: String(broker.placeholders.key) };
    const from = upstream.seen.length;
    await expect(ask(broker, host, { path: "/late/echo", headers })).rejects.toThrow();
    await ask(await brokerOf(team, upstream, [{ name: "key", host }]), host, { path: "/next/echo" });
    expect(upstream.seen.slice(from).map(({ url }) => url)).toEqual(["/next/echo"]);
  });

  test("may be one of two hundred at once, and each is on record once", async () => {
    const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
    const headers = { authorization: `Bearer ${broker.placeholder}` };
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_none, at) => ask(broker, host, { path: `/${at}/echo`, headers })),
    );
    expect(answers.filter(({ status, body }) => status === 200 && body.includes("Bearer <secret>"))).toHaveLength(200);
    const uses = await usesOnRecord(team, broker.runId);
    expect(uses.sort()).toEqual(Array.from({ length: 200 }, (_none, at) => `GET ${host} /${at}/echo`).sort());
  });
});

describe("another host", () => {
  test("is passed on untouched, with its own certificate, or refused with `only`", async () => {
    const broker = await brokerOf(team, upstream, [{ name: "key", host: `other.test:${upstream.port}` }]);
    const socket = await tunnel(broker, host);
    expect(socket).not.toBeTypeOf("number");
    await expect(secureTunnel(broker, host)).rejects.toThrow(/self-signed|certificate/);
    const only = await brokerOf(team, upstream, [{ name: "key", host: `other.test:${upstream.port}` }], { only: true });
    expect(await tunnel(only, host)).toBe(403);
    expect(await tunnel(only, "other.test:22")).toBe(403);
  });

  test("in plain http gets the placeholder, and with `only` nothing unless its host is in use", async () => {
    const seen: (string | undefined)[] = [];
    const plain = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end("plain");
    });
    const port = await listenHere(plain);
    const uses = [{ name: "key", host: `api.test:${port}` }];
    for (const only of [false, true]) {
      const broker = await brokerOf(team, upstream, uses, { only });
      const { hostname, port: proxyPort, username, password } = new URL(broker.url);
      const statusOf = async (name: string): Promise<number | undefined> => {
        const sent = request({
          ...{ hostname, port: proxyPort, path: `http://${name}:${port}/x` },
          headers: {
            authorization: broker.placeholder,
            "proxy-authorization": `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
          },
        });
        sent.end();
        const [answer] = await once(sent, "response");
        return answer.resume().statusCode;
      };
      expect(await statusOf("api.test")).toBe(200);
      expect(seen.splice(0)).toEqual([broker.placeholder]);
      expect(await statusOf("other.test")).toBe(only ? 403 : 200);
      expect(seen.splice(0)).toEqual(only ? [] : [broker.placeholder]);
    }
  });
});

test("the proxy asks for its credentials, and refuses what is no host", async () => {
  const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
  expect(await tunnel(broker, host, "keyfold:wrong")).toBe(407);
  for (const target of ["api.test", "a b:443", "api.test:0", "user@api.test:443"]) {
    expect(await tunnel(broker, target).catch(() => 400), target).toBe(400);
  }
});

test("a value that is no string is not put into a request", async () => {
  await team.admin.setSecret({ name: "object", value: { a: canary } });
  const broker = await brokerOf(team, upstream, [{ name: "object", host }]);
  const answer = await ask(broker, host, { headers: { authorization: String(broker.placeholders.object) } });
  expect(answer.headers["keyfold-error"]).toBe("VALUE_NOT_USABLE");
});

test.each([
  ["a host", { name: "key", host: "a/b" }],
  ["a path", { name: "key", host: "a.test", paths: ["/a/%252e%252e"] }],
  ["a shape", { name: "key", host: "a.test", as: "no dots" }],
])("%s that can't be is refused", async (_what, use) => {
  const client = createClient({ url: team.url, token: "keyfold_run_none" });
  await expect(startBroker({ client, uses: [use] })).rejects.toMatchObject({ code: "BAD_USE" });
});

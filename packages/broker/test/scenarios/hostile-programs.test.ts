import { once } from "node:events";
import { createServer } from "node:http";
import { connect as http2 } from "node:http2";
import { connect, type LookupFunction, type Socket } from "node:net";
import { createServer as createTls } from "node:tls";
import type { Clock } from "@keyfold/common/clock";
import { canary } from "@tooling/vitest/canary";
import { listenHere } from "@tooling/vitest/listen-here";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { describe, expect, onTestFinished, test } from "vitest";
import { startBrokerService } from "../../src/index.ts";
import { ask, askHttp1, secureTunnel, tunnel } from "../program.ts";
import { brokerOf, startTeam, usesOnRecord } from "../team.ts";
import { startUpstream } from "../upstream.ts";

const [team, upstream, older] = await Promise.all([startTeam(), startUpstream(), startUpstream("http/1.1")]);
const host = `api.test:${upstream.port}`;

const bytes = Buffer.from(canary).toString("latin1");

test("a redirect is the program's to follow, with its placeholder", async () => {
  const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
  const headers = { authorization: `Bearer ${broker.placeholder}` };
  const from = upstream.seen.length;
  const answer = await ask(broker, host, { path: "/redirect?to=other.test", headers });
  expect(answer.status).toBe(302);
  expect(answer.headers.location).toBe("https://other.test/?token=Bearer <secret>");
  expect(upstream.seen.length).toBe(from + 1);
  expect(await usesOnRecord(team, broker.runId)).toHaveLength(1);
});

test("a name that leads elsewhere the next time gets nothing: the certificate decides", async () => {
  const { cert, key } = await selfSignedCertificate("api.test");
  const seen: string[] = [];
  const elsewhere = createTls({ cert, key }, (socket) => {
    socket.on("data", (chunk) => seen.push(String(chunk)));
  });
  elsewhere.on("tlsClientError", () => {});
  const port = await listenHere(elsewhere);
  // What stands behind the name is another server each time.
  const front = createServer();
  const ways: number[] = [older.port, port];
  const sockets: Socket[] = [];
  front.removeAllListeners("connection").on("connection", (socket: Socket) => {
    const onward = connect(ways.shift() ?? port, "127.0.0.1");
    for (const one of [socket, onward]) one.on("error", () => {});
    sockets.push(socket, onward);
    socket.pipe(onward).pipe(socket);
  });
  const at = `api.test:${await listenHere(front)}`;
  const broker = await brokerOf(team, older, [{ name: "key", host: at }]);
  const headers = { authorization: `Bearer ${broker.placeholder}` };
  expect((await ask(broker, at, { path: "/echo", headers })).status).toBe(200);
  for (const socket of sockets) socket.destroy();
  await expect
    .poll(async () => (await ask(broker, at, { path: "/echo", headers })).headers["keyfold-error"])
    .toBe("HOST_UNREACHABLE");
  expect(seen).toEqual([]);
});

test("another port of a host in use is another host", async () => {
  const other = `api.test:${older.port}`;
  const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
  await expect(secureTunnel(broker, other)).rejects.toThrow(/self-signed|certificate/);
  const only = await brokerOf(team, upstream, [{ name: "key", host }], { only: true });
  expect(await tunnel(only, other)).toBe(403);
});

test("the broker's own port wants its credentials there, too, and tells nothing", async () => {
  const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
  await ask(broker, host, { headers: { authorization: broker.placeholder } });
  const socket = await tunnel(broker, new URL(broker.url).host);
  if (typeof socket === "number") throw new Error("no way to the broker's own port");
  let received = "";
  socket.on("data", (chunk) => {
    received += String(chunk);
  });
  socket.write(`GET http://${host}/echo HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${broker.placeholder}\r\n\r\n`);
  await expect.poll(() => received).toContain("BAD_PROXY");
  expect(received).toMatch(/^HTTP\/1\.1 407 /);
  expect(received).not.toMatch(/keyfold_(?:run|team)_/);
  expect(received).not.toContain(canary);
  const only = await brokerOf(team, upstream, [{ name: "key", host }], { only: true });
  expect(await tunnel(only, new URL(only.url).host)).toBe(403);
});

test("a request hidden in another's body reaches no host of HTTP/1.1 as one of its own", async () => {
  const old = `api.test:${older.port}`;
  const broker = await brokerOf(team, older, [{ name: "key", host: old, paths: ["/open"] }]);
  const hidden = `0123GET /hidden HTTP/1.1\r\nHost: ${old}\r\nAuthorization: ${broker.placeholder}\r\n\r\n`;
  const from = older.seen.length;
  const tls = await secureTunnel(broker, old, "h2");
  const session = http2(`https://${old}`, { createConnection: () => tls });
  session.on("error", () => {});
  onTestFinished(() => session.destroy());
  const stream = session.request({ ":method": "POST", ":path": "/open", "content-length": "4" });
  stream.on("error", () => {});
  stream.end(hidden);
  await new Promise((resolve) => stream.once("close", resolve));
  await ask(broker, old, { path: "/open/last" });
  expect(older.seen.slice(from).map(({ url }) => url)).not.toContain("/hidden");
});

test("trailers are masked on the way back, in both versions", async () => {
  const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
  const asked = { ":path": "/trailers", authorization: `Bearer ${broker.placeholder}`, te: "trailers" };
  const tls = await secureTunnel(broker, host, "h2");
  const session = http2(`https://${host}`, { createConnection: () => tls });
  onTestFinished(() => session.destroy());
  const stream = session.request(asked);
  const trailers = once(stream, "trailers");
  stream.resume();
  expect((await trailers)[0]).toMatchObject({ "x-checked": "Bearer <secret>" });
  const socket = await secureTunnel(broker, host);
  const answer = await askHttp1(socket, host, { path: "/trailers", headers: { authorization: asked.authorization } });
  expect(answer.trailers).toEqual({ "x-checked": "Bearer <secret>" });
});

test.each(["a session", "a broker of sessions"])(
  "who connects to %s and sends no headers is sent away",
  async (kind) => {
    const broker =
      kind === "a session"
        ? await brokerOf(team, upstream, [{ name: "key", host }], { headersTimeoutMs: 1 })
        : await startBrokerService({
            ...{ listen: { host: "127.0.0.1", port: 0 }, headersTimeoutMs: 1 },
            uses: [{ variable: "KEY", name: "key", host }],
            openRun: () => Promise.reject(new Error("nobody asks for a session")),
          });
    onTestFinished(() => broker.close());
    const socket = connect(Number(new URL(broker.url).port), "127.0.0.1");
    let received = "";
    socket.on("data", (chunk) => {
      received += String(chunk);
    });
    // Not a byte is sent: one that comes when the time is over already resets the connection, and its answer is lost.
    await once(socket, "close");
    expect(received).toMatch(/^HTTP\/1\.1 408 /);
  },
);

describe("an outer proxy", () => {
  /** A proxy that asks for credentials, and the hosts that it was asked for. */
  async function outerProxy(): Promise<{ url: string; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer();
    server.on("connect", (request, socket: Socket) => {
      socket.on("error", () => {});
      const isKnown = request.headers["proxy-authorization"] === `Basic ${Buffer.from("me:p@ss").toString("base64")}`;
      asked.push(`${request.url} ${isKnown}`);
      if (!isKnown) {
        socket.end("HTTP/1.1 407 No\r\n\r\n");
        return;
      }
      const onward = connect(Number(request.url?.split(":")[1]), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Yes\r\n\r\n");
        socket.pipe(onward).pipe(socket);
      });
      onward.on("error", () => socket.destroy());
    });
    return { url: `127.0.0.1:${await listenHere(server)}`, asked };
  }

  /** No name can be looked up here: whoever gets through went by the proxy. */
  const lookup: LookupFunction = (name, _options, done) =>
    done(Object.assign(new Error(name), { code: "ENOTFOUND" }), "");

  test("is gone through, for hosts in use and for others, with its credentials", async () => {
    const outer = await outerProxy();
    const proxy = { lookup, outerProxy: `http://me:p%40ss@${outer.url}` };
    const broker = await brokerOf(team, upstream, [{ name: "key", host }], proxy);
    const answer = await ask(broker, host, {
      path: "/echo",
      headers: { authorization: `Bearer ${broker.placeholder}` },
    });
    expect(JSON.parse(answer.body).headers.authorization).toBe("Bearer <secret>");
    expect(upstream.seen.at(-1)?.headers.authorization).toBe(`Bearer ${bytes}`);
    expect(await tunnel(broker, `other.test:${upstream.port}`)).not.toBeTypeOf("number");
    expect(outer.asked).toEqual([`${host} true`, `other.test:${upstream.port} true`]);
  });

  test("that refuses costs an error, which does not hold its credentials", async () => {
    const outer = await outerProxy();
    const proxy = { lookup, outerProxy: `http://me:wrong-word@${outer.url}` };
    const broker = await brokerOf(team, upstream, [{ name: "key", host }], proxy);
    const answer = await ask(broker, host, { headers: { authorization: broker.placeholder } });
    expect([answer.status, answer.headers["keyfold-error"]]).toEqual([502, "HOST_UNREACHABLE"]);
    expect(answer.body).not.toContain("wrong-word");
    expect(await tunnel(broker, `other.test:${upstream.port}`)).toBe(502);
  });

  test("is passed by for the hosts that NO_PROXY names", async () => {
    const outer = await outerProxy();
    const proxy = { outerProxy: `http://me:p%40ss@${outer.url}`, noProxy: "api.test" };
    const broker = await brokerOf(team, upstream, [{ name: "key", host }], proxy);
    expect((await ask(broker, host, { path: "/echo" })).status).toBe(200);
    expect(outer.asked).toEqual([]);
  });
});

test("once a run was ended, its open streams end within five seconds", async () => {
  const waiting = new Set<{ at: number; callBack: () => void }>();
  let now = Date.now();
  const clock: Clock = {
    now: () => now,
    after(milliseconds, callBack) {
      const timer = { at: now + milliseconds, callBack };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
  };
  const broker = await brokerOf(team, upstream, [{ name: "key", host }], { clock });
  const begun = now;
  const socket = await secureTunnel(broker, host);
  const others = await tunnel(broker, `other.test:${upstream.port}`);
  const closed = Promise.all([once(socket, "close"), once(others as Socket, "close")]);
  socket.resume();
  socket.write(`GET /wait HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${broker.placeholder}\r\n\r\n`);
  const at = upstream.waiting.length;
  await expect.poll(() => upstream.waiting.length).toBe(at + 1);
  await team.admin.endRun({ id: broker.runId });
  let isClosed = false;
  void closed.then(() => {
    isClosed = true;
  });
  // The clock goes on only when somebody waits for it.
  while (!isClosed) {
    const [next] = [...waiting].sort((one, other) => one.at - other.at);
    if (next !== undefined) {
      waiting.delete(next);
      now = Math.max(now, next.at);
      next.callBack();
    }
    await new Promise(setImmediate);
  }
  expect(now - begun).toBeLessThanOrEqual(5000);
});

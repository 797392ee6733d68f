import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, connect as dial, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTls, type TLSSocket } from "node:tls";
import { gzipSync } from "node:zlib";
import { canary } from "@tooling/vitest/canary";
import { listenHere } from "@tooling/vitest/listen-here";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { ask, secureTunnel } from "../program.ts";
import { brokerOf, startTeam } from "../team.ts";
import type { Upstream } from "../upstream.ts";

const [team, { cert, key }] = await Promise.all([startTeam(), selfSignedCertificate("api.test")]);
const authorityFile = join(temporaryFolder(afterAll), "authority.pem");
writeFileSync(authorityFile, cert);
const believed = { authorityFile } as Upstream;

interface Host {
  /** As `host:port`. */
  name: string;
  /** Its end of each connection. */
  sockets: Socket[];
  /** What it was sent. */
  got: string;
}

/** A host that speaks HTTP/1.1 byte by byte: it answers each request so. TLS begins once `begin` says so. */
async function startHost(answer: Buffer | string, begin: Promise<void> = Promise.resolve()): Promise<Host> {
  const server = createTls({ cert, key }, (socket: TLSSocket) => {
    socket
      .on("error", () => {})
      .on("data", (bytes) => {
        host.got += bytes;
        socket.write(answer);
      });
  });
  const listener = createServer((socket) => {
    host.sockets.push(socket.on("error", () => {}));
    void begin.then(() => server.emit("connection", socket));
  });
  const host: Host = { name: `api.test:${await listenHere(listener)}`, sockets: [], got: "" };
  onTestFinished(() => {
    for (const socket of host.sockets) socket.destroy();
  });
  return host;
}

const head = (lines: readonly string[], length: number): string =>
  ["HTTP/1.1 200 OK", ...lines, `Content-Length: ${length}`, "", ""].join("\r\n");

test("a request whose broker ends, or whose program goes away, while its host is dialled is not sent", async () => {
  for (const ends of ["the broker", "the program"]) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const host = await startHost(head([], 0), promise);
    const broker = await brokerOf(team, believed, [{ name: "key", host: host.name }]);
    const program = await secureTunnel(broker, host.name);
    program.write(`GET /late HTTP/1.1\r\nHost: ${host.name}\r\nAuthorization: ${broker.placeholder}\r\n\r\n`);
    await expect.poll(() => host.sockets.length).toBe(1);
    if (ends === "the broker") await broker.close();
    else program.destroy();
    await once(program, "close");
    // By the same broker's proxy: what came before is known there.
    if (ends === "the program") await secureTunnel(broker, host.name);
    resolve();
    if (ends === "the program") expect((await ask(broker, host.name, { path: "/next" })).status).toBe(200);
    else await expect.poll(() => host.sockets[0]?.destroyed).toBe(true);
    expect(host.got, ends).not.toContain("/late");
  }
});

test("an answer whose headers come twice is given on in HTTP/2, and one that can't be is refused there", async () => {
  const twice = ["X-Content-Type-Options: nosniff", "X-Content-Type-Options: nosniff", "Age: 1", "Age: 2"];
  const host = await startHost(`${head([...twice, "Set-Cookie: a=1", "Set-Cookie: b=2"], 2)}ok`);
  const broker = await brokerOf(team, believed, [{ name: "key", host: host.name }]);
  const answer = await ask(broker, host.name, { protocol: "h2" });
  expect([answer.status, answer.body]).toEqual([200, "ok"]);
  expect(answer.headers).toMatchObject({ "x-content-type-options": "nosniff", "set-cookie": ["a=1", "b=2"] });
  const impossible = await startHost(`${head(["Age: 1", "TE: gzip"], 2)}ok`);
  const other = await brokerOf(team, believed, [{ name: "key", host: impossible.name }]);
  const refused = await ask(other, impossible.name, { protocol: "h2" });
  expect([refused.status, refused.headers.age]).toEqual([502, undefined]);
});

test("an answer whose encodings stand in several headers is masked", async () => {
  const body = gzipSync(JSON.stringify({ key: canary }));
  const encodings = ["Content-Encoding: identity", "Content-Encoding: gzip"];
  const host = await startHost(Buffer.concat([Buffer.from(head(encodings, body.length)), body]));
  const broker = await brokerOf(team, believed, [{ name: "key", host: host.name }]);
  const answer = await ask(broker, host.name, { headers: { authorization: broker.placeholder } });
  expect(answer.body).toBe('{"key":"<secret>"}');
});

test("an answer that changes to another protocol is refused", async () => {
  const host = await startHost("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n");
  const broker = await brokerOf(team, believed, [{ name: "key", host: host.name }]);
  const answer = await ask(broker, host.name);
  expect([answer.status, answer.headers["keyfold-error"]]).toEqual([502, "HOST_UNREACHABLE"]);
});

test.each([
  ["refuses a WebSocket and goes on and on", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n.\r\n"],
  ["says nothing to a WebSocket", ""],
])("a host that %s holds no connection once its broker has ended", async (_what, answer) => {
  const host = await startHost(answer);
  const broker = await brokerOf(team, believed, [{ name: "key", host: host.name }]);
  const program = await secureTunnel(broker, host.name);
  program.write(`GET / HTTP/1.1\r\nHost: ${host.name}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
  await expect.poll(() => host.got).toContain("websocket");
  await broker.close();
  await expect.poll(() => host.sockets.every(({ destroyed }) => destroyed)).toBe(true);
});

test("a host of plain http is left when the program goes away", async () => {
  const asked: Socket[] = [];
  const plain = createServer((socket) => void socket.on("error", () => {}).on("data", () => asked.push(socket)));
  const port = await listenHere(plain);
  const broker = await brokerOf(team, believed, [{ name: "key", host: "api.test" }]);
  const { hostname, port: proxyPort, username, password } = new URL(broker.url);
  const program = dial(Number(proxyPort), hostname);
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  program.write(`GET http://a.test:${port}/ HTTP/1.1\r\nHost: a.test\r\nProxy-Authorization: Basic ${basic}\r\n\r\n`);
  await expect.poll(() => asked.length).toBe(1);
  program.destroy();
  await expect.poll(() => asked[0]?.destroyed).toBe(true);
});

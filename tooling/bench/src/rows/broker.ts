import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer as createProxy, type Server } from "node:http";
import { Agent, createServer, request } from "node:https";
import { type AddressInfo, connect, type LookupFunction } from "node:net";
import { join } from "node:path";
import { startBroker } from "@keyfold/broker";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import type { Bench } from "../bench.ts";
import { requestTimes } from "../interleave.ts";
import { addedTo, summarize } from "../report/figure.ts";
import { peerOf, type Row, row, within } from "../report/row.ts";
import { startKeyfold } from "../servers/keyfold.ts";
import { secretName } from "../servers/secrets.ts";

const host = "api.test";
/** As many as it takes until the code of the broker and of the server is compiled: both are programs that last. */
const warmUps = 100;
const maxAddedMs = 3;

/** What a broker adds to a request on a kept-alive connection, the server's round trip included, beside a proxy that only tunnels. */
export async function measureBroker(bench: Bench): Promise<Row[]> {
  const { quick, running } = bench;
  const keyfold = await startKeyfold(bench, "broker", 1);
  const { cert, key } = await selfSignedCertificate(host);
  const authorityFile = join(bench.folder, "authority.pem");
  writeFileSync(authorityFile, cert);
  const port = await listening(
    running,
    createServer({ cert, key }, (_request, response) => response.end("ok")),
  );
  const tunnelPort = await listening(running, tunnellingProxy());
  const use = { name: secretName(0), host: `${host}:${port}` };
  const { token } = await keyfold.admin.openRun({ ttlSeconds: 3600, uses: [use] });
  const client = keyfold.clientOf(token);
  const broker = await startBroker({ client, uses: [use], authorityFiles: [authorityFile], lookup: lookupHere });
  running.defer(() => broker.close());
  const authorization = `Bearer ${broker.placeholders[use.name]}`;
  const requestBy = (options: object) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, ...options });
    running.defer(() => agent.destroy());
    return () => () => ask(agent, port, authorization);
  };
  const samples = await requestTimes(
    {
      direct: requestBy({ ca: cert, lookup: lookupHere }),
      tunnel: requestBy({ ca: cert, proxyEnv: { HTTPS_PROXY: `http://127.0.0.1:${tunnelPort}` } }),
      broker: requestBy({ ca: broker.certificate, proxyEnv: { HTTPS_PROXY: broker.url } }),
      server: () => () => client.useSecret({ ...use, method: "GET", path: "/v1/charges" }),
    },
    { quick, warmUps },
  );
  const [added, tunnel] = [addedTo(samples.direct, samples.broker), addedTo(samples.direct, samples.tunnel)];
  const roundTrip = peerOf("the server's round trip alone", summarize(samples.server, "ms"));
  return [
    ...row(
      "a request through the broker: added to a direct one",
      added,
      peerOf("a tunnelling proxy", tunnel),
      within(maxAddedMs),
    ),
    ...row("a request through the broker", summarize(samples.broker, "ms"), roundTrip),
  ];
}

/** Every name is this machine. */
const lookupHere: LookupFunction = (_name, { all }, done) =>
  all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);

async function listening(stack: AsyncDisposableStack, server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Passes the bytes of a connection on, and knows nothing of them. */
function tunnellingProxy(): Server {
  const proxy = createProxy();
  proxy.on("connect", ({ url = "" }, socket) => {
    const there = connect(Number(url.split(":").at(-1)), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(there).pipe(socket);
    });
    for (const each of [socket, there]) each.on("error", () => {});
    there.once("close", () => socket.destroy());
  });
  return proxy;
}

/** Sends a request and reads its answer. */
function ask(agent: Agent, port: number, authorization: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host, port, path: "/v1/charges", headers: { authorization } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`The host answered ${response.statusCode}.`));
      response.resume().once("end", resolve);
    });
    sent.once("error", reject);
    sent.end();
  });
}

import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer as createProxy, type Server } from "node:http";
import { Agent, createServer, request } from "node:https";
import { type AddressInfo, connect, type LookupFunction } from "node:net";
import { join } from "node:path";
import { startBroker } from "@keyfold/broker";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import type { Bench } from "../bench.ts";
import { quantile, summarize } from "../measuring/figure.ts";
import { interleave } from "../measuring/interleave.ts";
import type { Row } from "../report/row.ts";
import { secretName } from "../server/secrets.ts";
import { startKeyfold } from "../server/start-keyfold.ts";

const host = "api.test";
const requestsPerTurn = 40;
/** As many as it takes until the code of the broker and of the server is compiled: both are programs that last. */
const turnsToWarmUp = 25;
const maxAddedMs = 3;

/** What a broker adds to a request on a kept-alive connection, the server's round trip included, beside a proxy that only tunnels. */
export async function measureBroker(bench: Bench): Promise<Row[]> {
  await using stack = bench.running.use(new AsyncDisposableStack());
  bench.print("Starting a server, a broker, a tunnelling proxy and a host");
  const folder = join(bench.folder, "broker");
  mkdirSync(folder);
  const keyfold = await startKeyfold(stack, folder, 1);
  const { cert, key } = await selfSignedCertificate(host);
  const authorityFile = join(folder, "authority.pem");
  writeFileSync(authorityFile, cert);
  const upstream = createServer({ cert, key }, (_request, response) => response.end("ok"));
  const port = await listening(stack, upstream);
  const tunnel = tunnellingProxy();
  const tunnelPort = await listening(stack, tunnel);
  const uses = [{ name: secretName(0), host: `${host}:${port}` }];
  const { token } = await keyfold.admin.openRun({ ttlSeconds: 3600, uses });
  const client = keyfold.clientOf(token);
  const broker = await startBroker({
    client,
    uses,
    authorityFiles: [authorityFile],
    lookup: lookupHere,
  });
  stack.defer(() => broker.close());
  const through = (proxy: string, ca: string): Agent =>
    new Agent({ keepAlive: true, maxSockets: 1, ca, proxyEnv: { HTTPS_PROXY: proxy } });
  const agents = {
    direct: new Agent({ keepAlive: true, maxSockets: 1, ca: cert, lookup: lookupHere }),
    tunnel: through(`http://127.0.0.1:${tunnelPort}`, cert),
    broker: through(broker.url, broker.certificate),
  };
  for (const agent of Object.values(agents)) stack.defer(() => agent.destroy());
  const authorization = `Bearer ${broker.placeholders[secretName(0)]}`;
  const turn = (work: () => Promise<unknown>) => async (): Promise<number> => {
    const times: number[] = [];
    for (let sent = 0; sent < requestsPerTurn; sent += 1) {
      const before = performance.now();
      await work();
      times.push(performance.now() - before);
    }
    return quantile(times, 0.5);
  };
  const use = { name: secretName(0), host: `${host}:${port}`, method: "GET", path: "/v1/charges" };
  const turns = {
    direct: turn(() => ask(agents.direct, port, authorization)),
    tunnel: turn(() => ask(agents.tunnel, port, authorization)),
    broker: turn(() => ask(agents.broker, port, authorization)),
    server: turn(() => client.useSecret(use)),
  };
  for (let done = 0; done < turnsToWarmUp; done += 1) for (const warmUp of Object.values(turns)) await warmUp();
  bench.print("Requests through the broker");
  const samples = await interleave(turns, bench.quick ? 5 : 15);
  const added = (of: readonly number[]): number[] => of.map((ms, index) => ms - (samples.direct[index] ?? 0));
  return [
    {
      group: "broker",
      what: "a request through the broker: added to a direct one",
      ours: summarize(added(samples.broker), "ms"),
      peer: { name: "a tunnelling proxy", figure: summarize(added(samples.tunnel), "ms") },
      goal: { of: "figure", is: "at most", bound: maxAddedMs },
    },
    {
      group: "broker",
      what: "a request through the broker",
      ours: summarize(samples.broker, "ms"),
      peer: { name: "the server's round trip alone", figure: summarize(samples.server, "ms") },
    },
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

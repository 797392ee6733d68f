import { once } from "node:events";
import { request as http1, type IncomingMessage } from "node:http";
import { type ClientHttp2Session, connect as http2 } from "node:http2";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { connect, type TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";
import type { Broker } from "../src/index.ts";

/** What a program is answered. */
export interface Answered {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** In HTTP/1.1. */
  trailers?: NodeJS.Dict<string>;
}

/** What a program asks. */
export interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string | string[]>;
  /** In order, as they are; in place of `headers`. */
  rawHeaders?: string[];
  body?: string;
  /** `h2` or `http/1.1`. */
  protocol?: string;
}

/** Where a proxy is, and whose certificates it shows. */
type Believed = Pick<Broker, "url" | "certificate">;

/** Asks a broker's proxy for a way to a host, as `host:port`. */
export async function tunnel(
  broker: Pick<Broker, "url">,
  target: string,
  credentials?: string,
): Promise<Socket | number> {
  const { hostname, port, username, password } = new URL(broker.url);
  const basic = Buffer.from(credentials ?? `${username}:${password}`).toString("base64");
  const asked = http1({
    ...{ hostname, port, method: "CONNECT", path: target, agent: false },
    headers: { host: target, "proxy-authorization": `Basic ${basic}` },
  });
  asked.end();
  const [answer, socket] = (await once(asked, "connect")) as [IncomingMessage, Socket];
  onTestFinished(() => void socket.destroy());
  return answer.statusCode === 200 ? socket : (answer.statusCode ?? 0);
}

/** Opens TLS to a host through a broker, believing its authority alone. */
export async function secureTunnel(broker: Believed, target: string, protocol = "http/1.1"): Promise<TLSSocket> {
  const servername = target.replace(/:\d+$/, "");
  const socket = await tunnel(broker, target);
  if (typeof socket === "number") throw new Error(`the broker refused the connection with ${socket}`);
  const secure = connect({ socket, servername, ca: broker.certificate, ALPNProtocols: [protocol] });
  onTestFinished(() => void secure.destroy());
  await once(secure, "secureConnect");
  return secure;
}

/** Sends one request to a host through a broker. */
export async function ask(broker: Believed, target: string, asked: Asked = {}): Promise<Answered> {
  const { protocol = "http/1.1" } = asked;
  const socket = await secureTunnel(broker, target, protocol);
  return protocol === "h2" ? askHttp2(socket, target, asked) : askHttp1(socket, target, asked);
}

/** Sends one request in HTTP/1.1 over a connection. */
export async function askHttp1(socket: TLSSocket, target: string, asked: Asked): Promise<Answered> {
  const { method = "GET", path = "/", headers = {}, rawHeaders, body } = asked;
  const sent = http1({
    ...{ method, path, createConnection: () => socket },
    headers: rawHeaders ?? {
      host: target,
      ...headers,
      ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
    },
  });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const got = await text(answer);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: got, trailers: answer.trailers };
}

async function askHttp2(socket: TLSSocket, target: string, asked: Asked): Promise<Answered> {
  const { method = "GET", path = "/", headers = {}, body } = asked;
  const session: ClientHttp2Session = http2(`https://${target}`, { createConnection: () => socket });
  onTestFinished(() => session.destroy());
  const stream = session.request({ ":method": method, ":path": path, ...headers }, { endStream: body === undefined });
  if (body !== undefined) stream.end(body);
  const [found] = (await once(stream, "response")) as [Record<string, string | undefined>];
  return { status: Number(found[":status"]), headers: found, body: await text(stream) };
}

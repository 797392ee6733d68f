import { once } from "node:events";
import { request } from "node:http";
import { request as secureRequest } from "node:https";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type SecureContext, connect as secure, type TLSSocket } from "node:tls";
import { BrokerError } from "../broker-error.ts";
import { hostnameOf, portOf } from "./hosts.ts";
import { bypassesProxy } from "./no-proxy.ts";

/** How connections to hosts are made. */
export interface DialOptions {
  /** Whose certificates are believed. */
  readonly trust: SecureContext;
  /** A proxy that all goes through, `http://` or `https://`, with user and password if it asks for them; undefined: none. */
  readonly outerProxy: string | undefined;
  /** Hosts that are reached past the outer proxy, as NO_PROXY lists them. */
  readonly noProxy: string;
  /** How names of hosts are looked up; undefined: as the system does. */
  readonly lookup: LookupFunction | undefined;
}

/** How long a connection may take to stand. */
const maxMs = 30_000;

/**
 * Connects to a host, through the outer proxy if there is one.
 *
 * @param host - canonical; without a port, https's.
 * @throws BrokerError with code HOST_UNREACHABLE.
 */
export async function dial(host: string, options: DialOptions): Promise<Duplex> {
  const [hostname, port] = [hostnameOf(host), portOf(host)];
  try {
    const proxy = options.outerProxy;
    if (proxy !== undefined && !bypassesProxy(host, options.noProxy)) return await throughProxy(new URL(proxy), host);
    const socket = connect({ host: hostname, port, ...(options.lookup ? { lookup: options.lookup } : {}) });
    socket.setNoDelay(true);
    return await connected(socket, "connect");
  } catch (error) {
    throw unreachable(host, error);
  }
}

/**
 * The same with TLS; the host's certificate is verified.
 *
 * @param protocols - for ALPN.
 * @throws BrokerError with code HOST_UNREACHABLE.
 */
export async function dialSecurely(
  host: string,
  protocols: readonly string[],
  options: DialOptions,
): Promise<TLSSocket> {
  const hostname = hostnameOf(host);
  const socket = await dial(host, options);
  try {
    const wrapped = secure({
      socket,
      host: hostname,
      ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
      secureContext: options.trust,
      ALPNProtocols: [...protocols],
    });
    return await connected(wrapped, "secureConnect");
  } catch (error) {
    socket.destroy();
    throw unreachable(host, error);
  }
}

async function connected<Stream extends Socket>(socket: Stream, event: string): Promise<Stream> {
  try {
    await once(socket, event, { signal: AbortSignal.timeout(maxMs) });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Asks a proxy for a connection to a host. */
async function throughProxy(proxy: URL, host: string): Promise<Duplex> {
  const path = `${host.replace(/:\d+$/, "")}:${portOf(host)}`;
  const auth = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const asked = (proxy.protocol === "https:" ? secureRequest : request)({
    host: hostnameOf(proxy.hostname),
    port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
    method: "CONNECT",
    path,
    agent: false,
    headers: {
      host: path,
      ...(auth === ":" ? {} : { "proxy-authorization": `Basic ${Buffer.from(auth).toString("base64")}` }),
    },
    signal: AbortSignal.timeout(maxMs),
  });
  asked.end();
  const [answer, socket, head] = (await once(asked, "connect")) as [{ statusCode: number }, Socket, Buffer];
  if (answer.statusCode !== 200) {
    socket.destroy();
    throw new Error(`the outer proxy answered ${answer.statusCode}`);
  }
  if (head.length > 0) socket.unshift(head);
  return socket;
}

function unreachable(host: string, error: unknown): BrokerError {
  if (error instanceof BrokerError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new BrokerError(
    "HOST_UNREACHABLE",
    `${host} can't be reached: ${code ?? message}.`,
    "Check the host, the network, and which authorities keyfold believes (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE).",
  );
}

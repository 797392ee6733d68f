import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, ListenOptions, LookupFunction } from "node:net";
import type { Duplex } from "node:stream";
import { createSecureContext } from "node:tls";
import type { Clock } from "@keyfold/common/clock";
import { Redactor } from "@keyfold/common/redaction/redactor";
import { BrokerError } from "./broker-error.ts";
import { trustedAuthorities } from "./network/authorities.ts";
import { refusalBytes, refuse } from "./requests/refuse.ts";
import { credentialsOf, maxHeaderSize, RunProxy } from "./run-proxy.ts";
import { Session, type UseClient } from "./sessions/session.ts";
import type { BrokerUse } from "./sessions/uses.ts";

/** How a broker reaches the hosts. */
export interface NetworkOptions {
  /** Files in PEM with authorities that are believed beside the system's, for example that of NODE_EXTRA_CA_CERTS. */
  readonly authorityFiles?: readonly (string | undefined)[] | undefined;
  /** A proxy that all goes through: `http://` or `https://`, with user and password if it asks for them. */
  readonly outerProxy?: string | undefined;
  /** Hosts that are reached past the outer proxy, as NO_PROXY lists them. */
  readonly noProxy?: string | undefined;
  /** How names of hosts are looked up; default: as the system does. */
  readonly lookup?: LookupFunction | undefined;
}

/** Limits of those who connect to a broker. */
export interface ProxyLimits {
  /** How long a connection may take to send a request's headers, in milliseconds; default: a minute. Whoever can connect can wait. */
  readonly headersTimeoutMs?: number | undefined;
}

/** What `startBroker` takes. */
export interface BrokerOptions extends NetworkOptions, ProxyLimits {
  /** A client with the token of a run that was opened with these uses. */
  readonly client: UseClient;
  readonly uses: readonly BrokerUse[];
  /** Whether connections to hosts that are not in use are refused. Default false: they are passed on untouched. */
  readonly only?: boolean;
  /** Called once, with the server's refusal, when the run is over: every connection is closed a moment later. */
  readonly onOver?: (error: unknown) => void;
  readonly clock?: Clock;
}

/** A broker that is started. */
export interface Broker {
  /** The proxy, with its credentials: `http://keyfold:…@127.0.0.1:PORT`. */
  readonly url: string;
  /** The authority that its certificates are of, in PEM. */
  readonly certificate: string;
  /** The hosts in use. */
  readonly hosts: readonly string[];
  /** Whether connections to other hosts are refused. */
  readonly only: boolean;
  /** What a program is given in place of each secret, by the secret's name. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** Ends every connection, and takes no more. */
  close(): Promise<void>;
}

/**
 * Starts a proxy on this machine that puts secrets into the requests of a program which never holds them. The program gets the
 * proxy's URL, the authority's certificate and a placeholder for each secret; the value is put where the placeholder stands, in
 * requests of `uses` only, after the server has recorded the request, and is masked in what comes back.
 *
 * @example
 * ```ts
 * const run = await createClient({ url, token }).openRun({ uses: [{ name: "stripe key", host: "api.stripe.com" }] });
 * const broker = await startBroker({
 *   client: createClient({ url, token: run.token }),
 *   uses: [{ name: "stripe key", host: "api.stripe.com" }],
 * });
 * spawn("my-agent", { env: { HTTPS_PROXY: broker.url, STRIPE_KEY: broker.placeholders["stripe key"] } });
 * ```
 *
 * @throws BrokerError with code BAD_USE.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const session = await Session.open({
    client: options.client,
    uses: options.uses,
    only: options.only ?? false,
    dial: dialOptions(options),
    redactor: new Redactor(),
    onOver: options.onOver,
    ...(options.clock ? { clock: options.clock } : {}),
  });
  const proxy = new RunProxy(session);
  const find = (credentials: Buffer): RunProxy | undefined => (proxy.admits(credentials) ? proxy : undefined);
  const server = await serveProxy({ host: "127.0.0.1", port: 0 }, find, options);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${proxy.user}:${proxy.password}@127.0.0.1:${port}`,
    certificate: session.authority.certificate,
    hosts: session.uses.map(({ host }) => host),
    only: options.only ?? false,
    placeholders: Object.fromEntries(session.uses.map(({ name, placeholder }) => [name, placeholder])),
    close: () => {
      session.close();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** How hosts are reached, as a broker's options say. */
export function dialOptions({
  authorityFiles = [],
  outerProxy,
  noProxy = "",
  lookup,
}: NetworkOptions): Session["dial"] {
  const trust = createSecureContext({ ca: [...trustedAuthorities(authorityFiles)], minVersion: "TLSv1.2" });
  const proxy = outerProxy && (/^https?:\/\//i.test(outerProxy) ? outerProxy : `http://${outerProxy}`);
  return { trust, outerProxy: proxy || undefined, noProxy, lookup };
}

/**
 * Serves proxies on one address.
 *
 * @param listen - a socket of this machine, or an address and port.
 * @param find - the proxy whose credentials these are.
 * @param openSession - answers `POST /session`.
 * @throws Error of the system if it can't listen there.
 */
export async function serveProxy(
  listen: ListenOptions,
  find: (credentials: Buffer) => RunProxy | undefined,
  { headersTimeoutMs: headersTimeout = 60_000 }: ProxyLimits,
  openSession?: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server> {
  // How often Node looks for connections whose headers took too long.
  const connectionsCheckingInterval = Math.min(headersTimeout, 15_000);
  const limits = { maxHeaderSize, requestTimeout: 0, headersTimeout, connectionsCheckingInterval };
  const server = createServer(limits, (request, response: ServerResponse) => {
    // A page in a browser, which says so by Origin, opens none.
    const mayOpen = request.method === "POST" && request.headers.origin === undefined;
    if (openSession !== undefined && mayOpen && request.url === "/session") {
      openSession(request, response);
      return;
    }
    const proxy = find(credentialsOf(request));
    if (proxy === undefined) refuse(response, badProxy());
    else void proxy.pass(request, response);
  });
  server.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => {});
    const proxy = find(credentialsOf(request));
    if (proxy === undefined) socket.end(refusalBytes(badProxy()));
    else void proxy.connect(request, socket, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(listen, resolve);
  });
  return server;
}

function badProxy(): BrokerError {
  return new BrokerError(
    "BAD_PROXY",
    "The request has not the proxy's credentials.",
    "Use all of the URL in HTTPS_PROXY.",
  );
}

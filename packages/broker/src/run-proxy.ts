import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import {
  createServer as createHttp1,
  type IncomingMessage,
  request as plainRequest,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttp2, type Http2Server, type ServerHttp2Session } from "node:http2";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createServer as createTls, type TLSSocket, type Server as TlsServer } from "node:tls";
import { canonicalHost } from "@keyfold/common/uses";
import { BrokerError } from "./broker-error.ts";
import { endToEnd, fromRaw, headerOf } from "./headers.ts";
import { dial } from "./network/dial.ts";
import { hostnameOf } from "./network/hosts.ts";
import { forward, forwardUpgrade } from "./requests/forward.ts";
import { refusalBytes, refuse } from "./requests/refuse.ts";
import { remember } from "./sessions/remember.ts";
import type { Session } from "./sessions/session.ts";

/** How long a request's headers may be, in bytes. */
export const maxHeaderSize = 65_536;
const user = "keyfold";
/** Requests at a time on one connection of HTTP/2: each may have the beginning of its body in memory. */
const maxStreams = 256;
/** Hosts whose certificates are remembered. */
const maxServers = 200;

/** What a session's program speaks with: a proxy for HTTP and CONNECT that has credentials of its own. */
export class RunProxy {
  readonly password: string = randomBytes(24).toString("base64url");
  readonly user: string = user;
  readonly #session: Session;
  readonly #expected: Buffer;
  readonly #http1: Server;
  readonly #http2: Http2Server;
  /** What stands for a host in use, by the host. */
  readonly #servers = new Map<string, Promise<TlsServer>>();
  /** The hosts that connections were made for. */
  readonly #hosts = new WeakMap<object, string>();

  constructor(session: Session) {
    this.#session = session;
    this.#expected = digest(`${user}:${this.password}`);
    this.#http1 = createHttp1({ maxHeaderSize, requestTimeout: 0 }, (request, response) => {
      void forward(session, this.#hostOf(request.socket), request, response);
    });
    this.#http1.on("upgrade", (request: IncomingMessage, socket: Duplex) => {
      void forwardUpgrade(session, this.#hostOf(socket), request, socket);
    });
    const settings = { maxConcurrentStreams: maxStreams };
    this.#http2 = createHttp2({ maxHeaderListPairs: 500, settings }, (request, response) => {
      const host = this.#hostOf(request.stream.session ?? {});
      void forward(session, host, request, response as unknown as ServerResponse);
    });
    this.#http2.on("sessionError", () => {});
  }

  /** Whether credentials are the proxy's own. */
  admits(credentials: Buffer): boolean {
    return timingSafeEqual(credentials, this.#expected);
  }

  /** Opens the way to a host. */
  async connect(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    try {
      const host = /:\d+$/.test(request.url ?? "") ? canonicalHost(request.url ?? "") : undefined;
      if (host === undefined) throw badTarget();
      const isInUse = this.#session.admitConnection(host);
      this.#session.hold(socket);
      if (head.length > 0) socket.unshift(head);
      if (isInUse) await this.#stand(socket, host);
      else await this.#tunnel(socket, host);
    } catch (error) {
      socket.end(refusalBytes(error));
    }
  }

  /** Passes on a request in plain http: nothing is put into it. */
  async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = URL.parse(request.url ?? "");
      if (url?.protocol !== "http:") throw badTarget();
      this.#session.admitConnection(plainHost(url));
      const socket = await dial(plainHost(url), this.#session.dial);
      this.#session.hold(socket);
      response.once("close", () => socket.destroy());
      if (response.destroyed) socket.destroy();
      const list = fromRaw(request.rawHeaders);
      const isChunked = headerOf(list, "transfer-encoding") !== undefined;
      const headers = [
        ["Host", url.host],
        ...endToEnd(list, ["host"]),
        ["Connection", "close"],
        ...(isChunked ? [["Transfer-Encoding", "chunked"]] : []),
      ];
      const path = url.pathname + url.search;
      const sent = plainRequest({
        method: request.method ?? "GET",
        path,
        headers: headers.flat(),
        createConnection: () => socket as TLSSocket,
      });
      sent.once("error", (error) => refuse(response, error));
      sent.once("response", (answer: IncomingMessage) => {
        response.writeHead(answer.statusCode ?? 502, endToEnd(fromRaw(answer.rawHeaders)).flat());
        pipeline(answer, response).catch(() => response.destroy());
      });
      await pipeline(request, sent);
    } catch (error) {
      refuse(response, error);
    }
  }

  /** Stands for a host in use: the program's TLS ends here. */
  async #stand(socket: Duplex, host: string): Promise<void> {
    const server = await remember(this.#servers, host, maxServers, () => this.#makeServer(host));
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    server.emit("connection", socket);
  }

  async #makeServer(host: string): Promise<TlsServer> {
    const hostname = hostnameOf(host);
    const server = createTls({
      ...(await this.#session.certify(hostname)),
      minVersion: "TLSv1.2",
      ALPNProtocols: ["h2", "http/1.1"],
      SNICallback: (name, done) =>
        canonicalHost(name) === hostname ? done(null) : done(new Error("The name is another one than CONNECT's.")),
    });
    server.on("secureConnection", (secure: TLSSocket) => {
      this.#session.hold(secure);
      this.#hosts.set(secure, host);
      if (secure.alpnProtocol !== "h2") {
        this.#http1.emit("connection", secure);
        return;
      }
      this.#http2.once("session", (session: ServerHttp2Session) => this.#hosts.set(session, host));
      this.#http2.emit("connection", secure);
    });
    server.on("tlsClientError", (_error, secure) => secure.destroy());
    return server;
  }

  /** Passes bytes on as they are. */
  async #tunnel(socket: Duplex, host: string): Promise<void> {
    const upstream = await dial(host, this.#session.dial);
    this.#session.hold(upstream);
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    pipeline(socket, upstream).catch(() => upstream.destroy());
    pipeline(upstream, socket).catch(() => socket.destroy());
  }

  #hostOf(connection: object): string {
    const host = this.#hosts.get(connection);
    if (host === undefined) throw new Error("the connection has no host");
    return host;
  }
}

/** The credentials of a request to a proxy, as `RunProxy#admits` takes them. */
export function credentialsOf(request: IncomingMessage): Buffer {
  const [, encoded = ""] = /^basic +([^ ]+) *$/i.exec(request.headers["proxy-authorization"] ?? "") ?? [];
  return digest(Buffer.from(encoded, "base64").toString("latin1"));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text, "latin1").digest();
}

/** The host of a plain request: on https's own port it would be a host in use. */
function plainHost(url: URL): string {
  const host = canonicalHost(`${url.hostname}:${url.port || "80"}`);
  if (host === undefined) throw badTarget();
  return host;
}

function badTarget(): BrokerError {
  return new BrokerError(
    "BAD_REQUEST",
    "This proxy takes CONNECT host:port, and plain http.",
    "Set it in HTTPS_PROXY.",
  );
}

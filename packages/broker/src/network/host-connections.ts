import { Agent, type ClientRequest, type IncomingMessage, request } from "node:http";
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from "node:http2";
import type { Duplex, Readable, Writable } from "node:stream";
import type { TLSSocket } from "node:tls";
import { BrokerError } from "../broker-error.ts";
import { fromObject, fromRaw, type HeaderList, toObject } from "../headers.ts";
import { type DialOptions, dialSecurely } from "./dial.ts";

/** What is asked of a host. */
export interface HostRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Without Host. */
  readonly headers: HeaderList;
  readonly hasBody: boolean;
}

/** What a host answers. */
export interface HostAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Readable;
  /** Those that came behind the body, once it has ended. */
  trailers(): HeaderList;
}

/** A request that is under way. */
export interface SentRequest {
  /** Takes the body, and must be ended. */
  readonly body: Writable;
  readonly answer: Promise<HostAnswer>;
  destroy(error?: Error): void;
}

/** Servers close idle connections after five seconds or more: those that have waited longer are not used again. */
const idleMs = 4000;

/** The connections to one host, which requests share: one of HTTP/2 where the host speaks it, else those of HTTP/1.1. */
export class HostConnections {
  readonly #host: string;
  readonly #options: DialOptions;
  readonly #agent: Agent;
  /** A connection of HTTP/1.1 that was opened to find out what the host speaks. */
  readonly #spare: TLSSocket[] = [];
  #session: Promise<ClientHttp2Session | undefined> | undefined;

  constructor(host: string, options: DialOptions) {
    this.#host = host;
    this.#options = options;
    this.#agent = new Http1Agent(() => this.#connectHttp1());
  }

  /**
   * Finds out what the host speaks, and gives what sends a request at once: nothing has left until it is called.
   *
   * @throws BrokerError with code HOST_UNREACHABLE.
   */
  async ready(): Promise<(asked: HostRequest) => SentRequest> {
    this.#session ??= this.#open();
    const opening = this.#session;
    try {
      const session = await opening;
      if (session === undefined) return (asked) => this.#sendHttp1(asked);
      if (!session.closed && !session.destroyed) return (asked) => sendHttp2(session, this.#host, asked);
    } catch (error) {
      if (this.#session === opening) this.#session = undefined;
      throw error;
    }
    if (this.#session === opening) this.#session = undefined;
    return this.ready();
  }

  /** Asks for another protocol on a connection of its own, in HTTP/1.1. */
  async upgrade(asked: HostRequest): Promise<ClientRequest> {
    const socket = await this.#connectHttp1();
    return this.#request(asked, { createConnection: () => socket });
  }

  /** Ends what is idle; requests that are under way go on. */
  retire(): void {
    this.#leave((session) => session.close());
  }

  /** Ends every connection. */
  close(): void {
    this.#agent.destroy();
    this.#leave((session) => session.destroy());
  }

  /** One that is being opened is ended once it is there. */
  #leave(end: (session: ClientHttp2Session) => void): void {
    const ended = this.#session?.then((session) => session && end(session)).catch(() => {});
    void ended?.then(() => {
      for (const socket of this.#spare) socket.destroy();
    });
  }

  async #open(): Promise<ClientHttp2Session | undefined> {
    const socket = await dialSecurely(this.#host, ["h2", "http/1.1"], this.#options);
    if (socket.alpnProtocol !== "h2") {
      this.#keep(socket);
      return undefined;
    }
    const session = connect(`https://${this.#host}`, {
      createConnection: () => socket as Duplex,
      settings: { enablePush: false },
    });
    // The streams have the errors.
    session.on("error", () => {});
    return session;
  }

  #keep(socket: TLSSocket): void {
    this.#spare.push(socket);
    socket.once("error", () => {});
    socket.once("close", () => {
      const at = this.#spare.indexOf(socket);
      if (at >= 0) this.#spare.splice(at, 1);
    });
  }

  async #connectHttp1(): Promise<TLSSocket> {
    return this.#spare.pop() ?? dialSecurely(this.#host, ["http/1.1"], this.#options);
  }

  #sendHttp1(asked: HostRequest): SentRequest {
    const sent = this.#request(asked, { agent: this.#agent });
    const answer = new Promise<HostAnswer>((resolve, reject) => {
      sent.once("response", (message: IncomingMessage) =>
        resolve({
          status: message.statusCode ?? 0,
          headers: fromRaw(message.rawHeaders),
          body: message,
          trailers: () => fromRaw(message.rawTrailers),
        }),
      );
      sent.once("error", (error) => reject(broken(this.#host, error)));
      // Without an error where the host changes to another protocol.
      sent.once("close", () => reject(broken(this.#host, new Error("the connection was closed"))));
    });
    return { body: sent, answer, destroy: (error) => void sent.destroy(error) };
  }

  #request({ method, path, headers, hasBody }: HostRequest, how: object): ClientRequest {
    const framed = headers.some(([name]) => name.toLowerCase() === "content-length");
    const list: HeaderList = [
      ["Host", this.#host],
      ...headers,
      // Node sends the body of a GET without any frame.
      ...(hasBody && !framed ? ([["Transfer-Encoding", "chunked"]] as const) : []),
    ];
    return request({ method, path, headers: list.flat(), ...how });
  }
}

/** An agent whose connections are made elsewhere. */
class Http1Agent extends Agent {
  readonly #connect: () => Promise<TLSSocket>;

  constructor(connect: () => Promise<TLSSocket>) {
    super({ keepAlive: true, timeout: idleMs });
    this.#connect = connect;
  }

  override createConnection(_options: unknown, done?: (error: Error | null, socket: Duplex) => void): undefined {
    this.#connect().then(
      (socket) => done?.(null, socket),
      (error: Error) => done?.(error, undefined as unknown as Duplex),
    );
  }
}

function sendHttp2(session: ClientHttp2Session, host: string, asked: HostRequest): SentRequest {
  const { method, path, headers, hasBody } = asked;
  const stream: ClientHttp2Stream = session.request(
    { ...toObject(headers), ":method": method, ":path": path, ":scheme": "https", ":authority": host },
    { endStream: !hasBody },
  );
  let trailers: HeaderList = [];
  stream.once("trailers", (found: IncomingHttpHeaders) => {
    trailers = fromObject(found);
  });
  const answer = new Promise<HostAnswer>((resolve, reject) => {
    stream.once("response", (found) =>
      resolve({ status: Number(found[":status"]), headers: fromObject(found), body: stream, trailers: () => trailers }),
    );
    stream.once("error", (error) => reject(broken(host, error)));
    stream.once("close", () => reject(broken(host, new Error("the stream was closed"))));
  });
  return { body: stream, answer, destroy: (error) => void stream.destroy(error) };
}

function broken(host: string, error: unknown): BrokerError {
  if (error instanceof BrokerError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new BrokerError(
    "HOST_UNREACHABLE",
    `${host} ended the connection before it answered: ${code ?? message}.`,
    "Send the request again if that does no harm.",
  );
}

import { type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream";
import { BrokerError } from "./broker-error.ts";
import { hostnameOf } from "./network/hosts.ts";

/** A session at a broker elsewhere. */
export interface BrokerSession {
  /** The proxy, with the session's credentials. */
  readonly url: string;
  /** The authority of the session's certificates, in PEM. */
  readonly certificate: string;
  readonly hosts: readonly string[];
  readonly only: boolean;
  /** Placeholders, by the variable that a program finds each in. */
  readonly variables: Readonly<Record<string, string>>;
  /** Ends the session and its run. */
  close(): Promise<void>;
}

/** The first line that a broker answers a new session with. */
export interface SessionOpened extends Omit<BrokerSession, "url" | "close"> {
  readonly user: string;
  readonly password: string;
}

/** How long a broker may take to open a session, in milliseconds. */
const maxMs = 30_000;
/** How long its answer may be, in bytes: a line that opens the session, and one that ends it. */
const maxBytes = 1024 * 1024;

/**
 * Opens a session at a broker that `startBrokerService` or `keyfold broker start` started: it lasts until it is closed, this process ends,
 * or the run is over.
 *
 * @param broker - `unix:PATH` or `http://HOST:PORT`.
 * @param onOver - called once with a message when the broker ends the session.
 * @throws BrokerError with code NO_SESSION.
 */
export async function openBrokerSession(
  broker: string,
  onOver: (message: string) => void = () => {},
): Promise<BrokerSession> {
  const at = addressOf(broker);
  const asked = request({ ...at, method: "POST", path: "/session", agent: false });
  const timer = setTimeout(() => asked.destroy(new Error("it does not answer")), maxMs);
  let isClosed = false;
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      asked.once("response", resolve).once("error", reject).end();
    });
    limitLines(answer);
    const lines = createInterface({ input: answer, crlfDelay: Number.POSITIVE_INFINITY });
    for (const one of [asked, answer, lines]) one.on("error", () => {});
    answer.once("close", () => lines.close());
    const each = lines[Symbol.asyncIterator]();
    const { value: first = "", done } = await each.next();
    if (done) throw new Error("it closed the connection");
    if (answer.statusCode !== 200) throw new Error(first.slice(0, 500));
    clearTimeout(timer);
    const { user, password, ...opened } = readOpened(first);
    const relay = "socketPath" in at ? await relayTo(at.socketPath) : undefined;
    const { hostname, port } = relay
      ? { hostname: "127.0.0.1", port: (relay.address() as AddressInfo).port }
      : new URL(broker);
    const end = (message = "The broker ended the session."): void => {
      if (!isClosed) onOver(message);
      isClosed = true;
    };
    void each.next().then(
      ({ value = "" }) => end(readOver(value)),
      () => end(),
    );
    return {
      ...opened,
      // Clients differ in what a proxy's port is where none is said.
      url: `http://${user}:${password}@${hostname}:${port || 80}`,
      close: async () => {
        isClosed = true;
        asked.destroy();
        relay?.close();
      },
    };
  } catch (error) {
    clearTimeout(timer);
    asked.on("error", () => {}).destroy();
    throw new BrokerError(
      "NO_SESSION",
      `The broker at ${broker} opened no session: ${(error as Error).message}`,
      "Check that keyfold broker start runs there, and that you may connect to it.",
    );
  }
}

/** Ends an answer that is too long. */
function limitLines(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) answer.destroy(new Error("it answers too much"));
  });
}

function readOpened(line: string): SessionOpened {
  const opened = parse(line) as Partial<SessionOpened>;
  const { user, password, certificate, hosts, only, variables } = opened;
  const strings = [user, password, certificate, ...[hosts].flat(), ...Object.values(Object(variables))];
  if (strings.every((one) => typeof one === "string") && Array.isArray(hosts) && typeof only === "boolean")
    return opened as SessionOpened;
  throw new Error("it does not answer as a broker does");
}

/** Why the session is over, as the broker says. */
function readOver(line: string): string | undefined {
  const { message } = Object((parse(line) as { over?: unknown }).over) as { message?: unknown };
  return typeof message === "string" ? message : undefined;
}

/** An object of JSON; an empty one in place of anything else. */
function parse(line: string): object {
  try {
    return Object(JSON.parse(line)) as object;
  } catch {
    return {};
  }
}

type BrokerAddress = { readonly socketPath: string } | { readonly host: string; readonly port: number };

function addressOf(broker: string): BrokerAddress {
  const [, socketPath] = /^unix:(?:\/\/)?(\/.+)$/s.exec(broker) ?? [];
  if (socketPath !== undefined) return { socketPath };
  const url = URL.parse(broker);
  if (url?.protocol === "http:" && url.pathname === "/") {
    return { host: hostnameOf(url.hostname), port: Number(url.port || 80) };
  }
  throw new BrokerError(
    "NO_SESSION",
    "The broker is neither unix:PATH nor http://HOST:PORT.",
    "Write what keyfold broker start printed.",
  );
}

/** Programs know proxies by host and port: what comes to this machine's own goes to the socket. */
async function relayTo(path: string): Promise<Server> {
  const relay = createServer((socket) => {
    const onward = connect(path);
    pipeline(socket, onward, () => {});
    pipeline(onward, socket, () => {});
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  return relay;
}

import { chmodSync, lstatSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { codeOf, formatError } from "@keyfold/common/error";
import { Redactor } from "@keyfold/common/redaction/redactor";
import { BrokerError } from "./broker-error.ts";
import type { SessionOpened } from "./open-broker-session.ts";
import { refuse } from "./requests/refuse.ts";
import { RunProxy } from "./run-proxy.ts";
import { Session, type UseClient } from "./sessions/session.ts";
import type { BrokerUse } from "./sessions/uses.ts";
import { dialOptions, type NetworkOptions, type ProxyLimits, serveProxy } from "./start-broker.ts";

/** A use of a session, and the variable that holds its placeholder. */
export interface ServiceUse extends BrokerUse {
  readonly variable: string;
}

/** The run of a session. */
export interface SessionRun {
  /** Asks the server in the run. */
  readonly client: UseClient;
  /** Ends the run. */
  readonly end: () => Promise<void>;
}

/** What `startBrokerService` takes. */
export interface BrokerServiceOptions extends NetworkOptions, ProxyLimits {
  /** A socket of this machine, or an address and port; port 0 is a free one. */
  readonly listen: { readonly path: string } | { readonly host: string; readonly port: number };
  readonly uses: readonly ServiceUse[];
  /** Whether connections to hosts that are not in use are refused. Default false. */
  readonly only?: boolean;
  /** Opens a run with these uses, for one session. */
  readonly openRun: () => Promise<SessionRun>;
  /** Gets what went wrong beside the requests. */
  readonly report?: (error: unknown) => void;
}

/** A service that is started. */
export interface BrokerService {
  /** `unix:PATH` or `http://HOST:PORT`, for `keyfold run --broker`. */
  readonly url: string;
  /** Ends every session and its run. */
  close(): Promise<void>;
}

/** Sessions at a time. */
const maxSessions = 200;
/** How often a connection is probed whose other side may have vanished, in milliseconds. */
const probeMs = 15_000;

/**
 * Starts a broker apart from the programs that use it, as another user or in another container: it alone holds a credential. Whoever
 * can connect may open a session, and use what it uses; each session has a run, credentials, placeholders and an authority of its own, and
 * ends with its connection.
 *
 * @example
 * ```ts
 * const service = await startBrokerService({
 *   listen: { path: "/run/keyfold/broker.sock" },
 *   uses: [{ variable: "KEY", name: "stripe key", host: "api.stripe.com" }],
 *   openRun,
 * });
 * console.log(`keyfold run --broker ${service.url} -- my-agent`);
 * ```
 *
 * @throws Error of the system if it can't listen there.
 */
export async function startBrokerService(options: BrokerServiceOptions): Promise<BrokerService> {
  const { listen, report = () => {} } = options;
  const sessions = new Map<RunProxy, () => Promise<void>>();
  // A value that one session used is masked in the others, too.
  const redactor = new Redactor();
  const dial = dialOptions(options);
  let opening = 0;

  const openSession = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Many may be asked for before the first of them is there.
    if (sessions.size + opening >= maxSessions)
      throw new BrokerError("NO_SESSION", "The broker has too many sessions.", "Try again later.");
    opening += 1;
    try {
      await openIn(await options.openRun(), request, response);
    } finally {
      opening -= 1;
    }
  };

  const openIn = async (run: SessionRun, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const over = (error: unknown): void => {
      response.end(`${JSON.stringify({ over: { code: codeOf(error), message: formatError(error) } })}\n`);
    };
    let session: Session | undefined;
    try {
      const { uses, only = false } = options;
      const opened = await Session.open({ client: run.client, uses, only, dial, redactor, onOver: over });
      session = opened;
      const proxy = new RunProxy(opened);
      const end = async (): Promise<void> => {
        if (!sessions.delete(proxy)) return;
        opened.close();
        response.destroy();
        await run.end().catch(report);
      };
      sessions.set(proxy, end);
      request.socket.setKeepAlive(true, probeMs);
      response.once("close", () => void end());
      const first: SessionOpened = {
        ...{ user: proxy.user, password: proxy.password, certificate: opened.authority.certificate, only },
        hosts: opened.uses.map(({ host }) => host),
        variables: Object.fromEntries(uses.map(({ variable }, at) => [variable, opened.uses[at]?.placeholder ?? ""])),
      };
      response.writeHead(200, { "content-type": "application/x-ndjson" });
      response.write(`${JSON.stringify(first)}\n`);
      if (response.destroyed) await end();
    } catch (error) {
      session?.close();
      await run.end().catch(report);
      throw error;
    }
  };

  if ("path" in listen) await removeStale(listen.path);
  const server = await serveProxy(
    listen,
    (credentials) => [...sessions.keys()].find((proxy) => proxy.admits(credentials)),
    options,
    (request, response) => {
      openSession(request, response).catch((error: unknown) => {
        report(error);
        refuse(response, error);
      });
    },
  );
  // Its folder decides who reaches it, beside its group.
  if ("path" in listen) chmodSync(listen.path, 0o660);
  return {
    url: "path" in listen ? `unix:${listen.path}` : urlOf(server.address() as AddressInfo),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...sessions.values()].map((end) => end()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** Removes the socket that a broker left which was killed, and nothing else: a file refuses connections, too. */
async function removeStale(path: string): Promise<void> {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSocket()) return;
  const code = await new Promise<string>((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve("");
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
  });
  if (code === "ECONNREFUSED") rmSync(path, { force: true });
}

import pino, { type DestinationStream } from "pino";
import { AuditChain } from "./audit/audit-chain.ts";
import { Recorder } from "./audit/recorder.ts";
import type { Clock } from "./clock.ts";
import { openDataFolder } from "./data-folder/open-data-folder.ts";
import { buildApp } from "./http/build-app.ts";
import { ServerError } from "./server-error.ts";
import type { ServerParts } from "./server-parts.ts";
import { defaultLimits, type Limits } from "./settings/limits.ts";
import { DatabaseVault } from "./vault/database/database-vault.ts";

/** What `createServer` asks for. */
export interface ServerOptions {
  /** A folder that `initDataFolder` or `keyfold-server init` prepared. */
  readonly dataFolder: string;
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<Limits>;
  /** Whether clients may ask for the schema. Default true. */
  readonly introspection?: boolean;
  /** Whether Prefect's own clients are answered: their names, and their variables as text. Default true. */
  readonly prefect?: boolean;
  /** How long a client may take to send a request, in milliseconds. Default 30000. */
  readonly requestTimeoutMs?: number;
  /** From which level on the server logs: `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`. Default `info`. */
  readonly logLevel?: string;
  /** Where the log's lines of JSON go. Default the standard error output. */
  readonly logTo?: DestinationStream;
  /** Milliseconds since 1970; default `Date.now`. */
  readonly clock?: Clock;
}

/** A request for `inject`. */
export interface InjectedRequest {
  readonly method?: "GET" | "POST";
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string | Buffer | object;
}

/** What `inject` gives. */
export interface InjectedResponse {
  readonly statusCode: number;
  readonly headers: Record<string, number | string | string[] | undefined>;
  readonly body: string;
}

/** A server over a data folder. */
export interface KeyfoldServer {
  /** Sends a request without a socket: for tests, and for embedding. */
  inject(request: InjectedRequest): Promise<InjectedResponse>;
  /** Listens on an address, port 0 picking a free one, and gives its URL. Throws `PORT_TAKEN`. */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /** Finishes the requests at hand and what they write, then closes the data folder. */
  close(): Promise<void>;
}

/**
 * Opens a data folder and makes a server over it, not yet listening.
 *
 * @throws ServerError `DATA_FOLDER_MISSING`, `MASTER_KEY_INVALID`, `DATABASE_INVALID`, or `DECRYPTION_FAILED` for the
 * master key of another data folder.
 */
export async function createServer(options: ServerOptions): Promise<KeyfoldServer> {
  const { introspection = true, prefect = true, requestTimeoutMs = 30_000 } = options;
  const { logLevel = "info", clock = Date.now } = options;
  const log = pino({ level: logLevel, base: null }, options.logTo ?? pino.destination({ fd: 2, sync: true }));
  const { database, wrapping, auditKey } = await openDataFolder(options.dataFolder);
  const vault = new DatabaseVault(database, wrapping);
  const report = (error: unknown): void => log.error({ err: error }, "the audit log can't be written");
  const recorder = new Recorder(database, new AuditChain(auditKey), clock, report);
  const limits = { ...defaultLimits, ...options.limits };
  const parts: ServerParts = { database, vault, recorder, clock, limits, log };
  const app = await buildApp(parts, { introspection, prefect, requestTimeoutMs });

  return {
    inject: async (request) => {
      const { statusCode, headers, body } = await app.inject({ method: "POST", ...request });
      return { statusCode, headers, body };
    },
    listen: async ({ host, port }) => {
      try {
        return await app.listen({ host, port });
      } catch (error) {
        throw cannotListen(host, port, error);
      }
    },
    close: async () => {
      await app.close();
      await recorder.idle();
      await vault.close();
      await database.close();
    },
  };
}

function cannotListen(host: string, port: number, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EADDRINUSE") {
    const tip = "Stop the other process, or choose another port with --listen.";
    return new ServerError("PORT_TAKEN", `Port ${port} on ${host} is taken by another process.`, tip, error);
  }
  if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    const tip = "Choose another address with --listen.";
    return new ServerError("PORT_TAKEN", `The server can't listen on ${host}:${port}: ${code}.`, tip, error);
  }
  return error;
}

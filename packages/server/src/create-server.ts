import type { Server as TlsServer } from "node:tls";
import pino, { type DestinationStream, type Logger } from "pino";
import { AuditChain } from "./audit/audit-chain.ts";
import { openAuditStream } from "./audit/open-audit-stream.ts";
import { Recorder } from "./audit/recorder.ts";
import type { Clock } from "./clock.ts";
import type { Database } from "./database/database.ts";
import { buildApp } from "./http/build-app.ts";
import { readTlsFiles, type TlsFiles, watchTlsFiles } from "./http/tls-files.ts";
import { type InstanceSettings, instanceSettings } from "./instance/instance-settings.ts";
import { openInstance } from "./instance/open-instance.ts";
import { ServerError } from "./server-error.ts";
import type { ServerParts } from "./server-parts.ts";
import { defaultLimits, type Limits } from "./settings/limits.ts";
import type { StoreSettings } from "./settings/store-settings.ts";
import { steadyClock } from "./steady-clock.ts";
import { countLiveRuns } from "./telemetry/count-live-runs.ts";
import { Metrics } from "./telemetry/metrics.ts";
import { startTracing, type TracingVariables } from "./telemetry/start-tracing.ts";
import { openVault } from "./vault/open-vault.ts";

/** What `createServer` asks for. */
export interface ServerOptions {
  /** A folder that `initInstance` or `keyfold-server init` prepared. */
  readonly dataFolder?: string | undefined;
  /** Where data and values are, if not in the data folder. */
  readonly stores?: Partial<StoreSettings>;
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<Limits>;
  /** Whether clients may ask for the schema. Default true. */
  readonly introspection?: boolean;
  /** Whether Prefect's own clients are answered: their names, and their variables as text. Default true. */
  readonly prefect?: boolean;
  /** Whether `GET /metrics` is there, for Prometheus. Default true. */
  readonly metrics?: boolean;
  /** Serves https: files in PEM, read again when they change and at `reload`. Without it the server speaks http. */
  readonly tls?: TlsFiles | undefined;
  /** How often the TLS files are looked at, in milliseconds. Default 10000. */
  readonly tlsWatchMs?: number;
  /** Where audit rows go too, as JSON lines: a file, or `stdout`. What can't be written there is refused. */
  readonly auditStream?: string | undefined;
  /** Whether a proxy in front tells the clients' addresses, by `X-Forwarded-For`. Default false. */
  readonly trustProxy?: boolean;
  /** How long a client may take to send a request, in milliseconds. Default 30000. */
  readonly requestTimeoutMs?: number;
  /** How long `close` waits for the requests at hand, in milliseconds. Default 30000. */
  readonly stopTimeoutMs?: number;
  /** OpenTelemetry's standard variables: with an endpoint in them traces are sent. Default none. */
  readonly tracingVariables?: TracingVariables;
  /** From which level on the server logs: `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`. Default `info`. */
  readonly logLevel?: string;
  /** Where the log's lines of JSON go. Default the standard error output. */
  readonly logTo?: DestinationStream;
  /** Milliseconds since 1970; default `Date.now`. */
  readonly clock?: Clock;
}

/** A request for `inject`. */
export interface InjectedRequest {
  /** Default `POST`. */
  readonly method?: "GET" | "POST";
  /** The path, for example `/graphql`. */
  readonly url: string;
  readonly headers?: Record<string, string>;
  /** The body; an object is sent as JSON. */
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
  /**
   * Listens on an address.
   *
   * @param address - port 0 picks a free one.
   * @returns the URL to call, with the port that was picked.
   * @throws ServerError `PORT_TAKEN` if it can't be listened on.
   */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /**
   * Begins a new file of the audit stream if the old one was rotated away, and reads the TLS files again. Keys that can't
   * be used leave the old ones in their place.
   */
  reload(): Promise<void>;
  /** Finishes the requests at hand and what they write, then closes the data folder. */
  close(): Promise<void>;
}

/**
 * Opens a data folder and makes a server over it, not yet listening.
 *
 * @param options - `dataFolder`, or `stores` with a database and where the master key comes from; the rest may be left out.
 * @throws ServerError `DATA_FOLDER_MISSING`, `MASTER_KEY_INVALID`, `DATABASE_INVALID`, `DATABASE_UNAVAILABLE`,
 *   `SETTINGS_INVALID`, `TLS_INVALID`, `AUDIT_UNAVAILABLE` for the audit stream, `VAULT_UNAVAILABLE` for a master key that
 *   OpenBao's transit engine encrypts, or `DECRYPTION_FAILED` for the master key of another data folder.
 */
export async function createServer(options: ServerOptions): Promise<KeyfoldServer> {
  const { introspection = true, prefect = true, metrics: withMetrics = true, tls } = options;
  const { requestTimeoutMs = 30_000, stopTimeoutMs = 30_000, tlsWatchMs = 10_000, logLevel = "info" } = options;
  const log = pino({ level: logLevel, base: null }, options.logTo ?? pino.destination({ fd: 2, sync: true }));
  const keys = tls && readTlsFiles(tls);
  const stream = await openAuditStream(options.auditStream, log);
  const settings = instanceSettings(options.dataFolder, options.stores);
  const { database, teamKeys, auditKey, clock, vault } = await openStores(settings, options.clock, log);
  const metrics = new Metrics(() => countLiveRuns(database.reader, clock()));
  const chain = new AuditChain(auditKey, {
    before: stream && ((rows) => stream.write(rows)),
    after: (rows) => metrics.countAudited(rows),
  });
  const report = (error: unknown): void => log.error({ err: error }, "the audit log can't be written");
  const recorder = new Recorder(database, chain, clock, report);
  const limits = { ...defaultLimits, ...options.limits };
  const tracing = await startTracing(options.tracingVariables ?? {});
  const parts: ServerParts = { database, vault, teamKeys, recorder, clock, limits, log, metrics, tracing };
  const app = await buildApp(parts, {
    introspection,
    prefect,
    metrics: withMetrics,
    trustProxy: options.trustProxy ?? false,
    requestTimeoutMs,
    tls: keys,
  });
  const renewTls = (): void => tls && renewKeys(app.server, tls, log);
  const unwatch = tls && keys && watchTlsFiles(tls, tlsWatchMs, keys, renewTls);

  const letGo = async (): Promise<void> =>
    stream?.reopen().catch((error: unknown) => log.error({ err: error }, "the audit stream can't be closed"));

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
    reload: async () => {
      renewTls();
      await letGo();
    },
    close: async () => {
      unwatch?.();
      const breakOff = setTimeout(() => app.server.closeAllConnections(), stopTimeoutMs);
      await app.close().finally(() => clearTimeout(breakOff));
      await recorder.idle();
      await letGo();
      await tracing.close();
      await vault.close();
      await database.close();
    },
  };
}

/** The data, the time and the vault of an instance. What was opened is closed again if the rest can't be. */
async function openStores(settings: InstanceSettings, given: Clock | undefined, log: Logger) {
  const data = await openInstance(settings);
  try {
    const clock = await clockOf(given, data.database, log);
    const vault = await openVault(settings, { ...data, clock, report: reportVault(log) });
    return { ...data, clock, vault };
  } catch (error) {
    await data.database.close();
    throw error;
  }
}

/** Time goes on from the audit log's last row, should the system's clock have been set back while no server ran. */
async function clockOf(given: Clock | undefined, { reader }: Database, log: Logger): Promise<Clock> {
  const last = await reader.selectFrom("audit_event").select("at").orderBy("seq", "desc").limit(1).executeTakeFirst();
  const from = last?.at ?? 0;
  const behindMs = from - (given ?? Date.now)();
  if (behindMs > 0) log.warn({ behindMs }, "the clock is behind the audit log's last row: time goes on from there");
  return given === undefined ? steadyClock(Date.now, () => performance.now(), from) : steadyClock(given, () => 0, from);
}

function reportVault(log: Logger): (error: unknown) => void {
  return (error) => log.warn({ err: error }, "the vault could not remove what is no longer needed: tried again later");
}

/** New connections get the new keys. Keys that can't be used leave the old ones in their place. */
function renewKeys(server: object, files: TlsFiles, log: Logger): void {
  try {
    (server as TlsServer).setSecureContext(readTlsFiles(files));
    log.info("the TLS files were read again");
  } catch (error) {
    log.error({ err: error }, "the TLS files can't be used: the old ones still are");
  }
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

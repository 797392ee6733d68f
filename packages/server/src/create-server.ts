import pino, { type Logger } from "pino";
import manifest from "../package.json" with { type: "json" };
import { countLiveRuns, nextTokenEnd } from "./access/live.ts";
import { AuditChain, countAuditRows } from "./audit/audit-chain.ts";
import { auditClock } from "./audit/audit-clock.ts";
import { AuditLog } from "./audit/audit-log.ts";
import { streamLines } from "./audit/audit-row.ts";
import { openAuditStream } from "./audit/audit-stream.ts";
import { Retention, readRetention } from "./audit/retention.ts";
import { ListQueue } from "./database/list-queue.ts";
import { readTrustedProxies } from "./http/addresses.ts";
import { checkPublicUrl } from "./http/browsers.ts";
import { buildApp, buildMetricsApp } from "./http/build-app.ts";
import { readinessOf } from "./http/health-routes.ts";
import { listen } from "./http/listen.ts";
import { expiryOf, readTlsFiles, renewKeys, watchTlsFiles } from "./http/tls-files.ts";
import { auditHeadOf } from "./instance/data-folder.ts";
import { openInstance } from "./instance/open-instance.ts";
import { sweepRemovedSecrets } from "./operations/removed-secrets.ts";
import { Provider } from "./people/provider.ts";
import { readProviderSettings } from "./people/provider-settings.ts";
import { Rechecks } from "./people/rechecks.ts";
import { SealedState } from "./people/sealed-state.ts";
import { SignIns } from "./people/sign-ins.ts";
import type { ServerOptions } from "./server-options.ts";
import type { ServerParts } from "./server-parts.ts";
import { readTrustIssuers } from "./settings/http-url.ts";
import { readLimits } from "./settings/limits.ts";
import { type InstanceSettings, instanceSettings } from "./settings/settings.ts";
import { Metrics } from "./telemetry/metrics.ts";
import { startTracing } from "./telemetry/start-tracing.ts";
import type { Clock } from "./time/clock.ts";
import { recently } from "./time/timed-work.ts";
import { Identities } from "./trusts/identities.ts";
import { openVault } from "./vault/open-vault.ts";
import { Resealing } from "./vault/resealing.ts";

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
   * Serves `/metrics`, `/healthz` and `/readyz` on an address of their own, where `metricsApart` is true.
   *
   * @param address - port 0 picks a free one.
   * @returns the URL to call, with the port that was picked.
   * @throws ServerError `PORT_TAKEN` if it can't be listened on.
   * @throws Error where the metrics have no address of their own.
   */
  listenMetrics(address: { readonly host: string; readonly port: number }): Promise<string>;
  /**
   * Begins a new file of the audit stream if the old one was rotated away, and reads the TLS files again. Keys that can't
   * be used leave the old ones in their place.
   */
  reload(): Promise<void>;
  /** Finishes the requests at hand and what they write, then closes the data folder. */
  close(): Promise<void>;
}

/** How old the number of live runs in the metrics may be, in milliseconds. */
const liveRunsMs = 5000;
/** How old what they say of the database's size and of tokens may be, in milliseconds. */
const storageMs = 300_000;

/**
 * Opens an instance and makes a server over it, not yet listening.
 *
 * @example
 * ```ts
 * const server = await createServer({ dataFolder: "/var/lib/keyfold" });
 * console.log(await server.listen({ host: "127.0.0.1", port: 4250 }));
 * ```
 *
 * @param options - `dataFolder`, or `stores` with a database and where the master key comes from; the rest may be left out.
 * @throws ServerError `DATA_FOLDER_MISSING`, `MASTER_KEY_INVALID`, `DATABASE_INVALID`, `DATABASE_UNAVAILABLE`,
 *   `SETTINGS_INVALID`, `TLS_INVALID`, `AUDIT_UNAVAILABLE` for the audit stream, `VAULT_UNAVAILABLE` for a master key that
 *   OpenBao's transit engine encrypts, `DECRYPTION_FAILED` for the master key of another data folder, or
 *   `AUDIT_BROKEN` for a log whose end was cut off.
 */
export async function createServer(options: ServerOptions): Promise<KeyfoldServer> {
  const { introspection = true, prefect = true, metrics = true, metricsApart = false, tls } = options;
  const { requestTimeoutMs = 30_000, stopTimeoutMs = 30_000, tlsWatchMs = 10_000, logLevel = "info" } = options;
  const { elapsed = () => performance.now(), resealEveryMs = 30_000 } = options;
  const log = pino({ level: logLevel, base: null }, options.logTo ?? pino.destination({ fd: 2, sync: true }));
  const keys = tls && readTlsFiles(tls);
  const proxies = readTrustedProxies(options.trustProxy ?? false);
  const settings = instanceSettings(options.dataFolder, { auditStream: options.auditStream, ...options.stores });
  const { auditRetentionDays = 0, runRetentionDays = 0, auditArchive = settings.auditStream } = options;
  const publicUrl = checkPublicUrl(options.publicUrl);
  const plan = readRetention(auditRetentionDays, runRetentionDays, auditArchive);
  const { recheckMinutes = 0, outageHours = 24 } = options.signIn ?? {};
  const providerSettings = readProviderSettings(options.signIn ?? {});
  const limits = readLimits(options.limits);
  const issuers = {
    anywhere: readTrustIssuers(options.trustIssuers),
    maxBytes: limits.jwksBytes,
    timeoutMs: options.issuerTimeoutMs ?? 5000,
  };
  const onMoved = (): void => log.warn("the audit stream's file was moved or deleted: a new one was begun");
  const stream = await openAuditStream(settings.auditStream, onMoved);
  const { database, teamKeys, rowKeys, eventIds, auditKey, clock, vault } = await openStores(
    settings,
    options.clock,
    log,
  );
  const counters = new Metrics(options.metricsTeams ?? false);
  const head = auditHeadOf(settings, auditKey, (error) => log.error({ err: error }, "the audit head can't be written"));
  const chain = new AuditChain(auditKey, {
    before:
      stream &&
      (async (rows) => {
        const begun = elapsed();
        await stream.write(streamLines(rows, eventIds));
        counters.countStreamed((elapsed() - begun) / 1000);
      }),
    after: (rows) => {
      counters.countAudited(rows);
      head?.note(rows);
    },
  });
  const report = (error: unknown): void => log.error({ err: error }, "the audit log can't be written");
  const audit = new AuditLog(database, {
    ...{ chain, rowKeys, clock, report },
    waited: (seconds) => counters.observeWait(seconds),
  });
  const tracing = await startTracing(options.tracingVariables ?? {});
  const provider =
    providerSettings &&
    new Provider(providerSettings, {
      ...issuers,
      later: recheckMinutes > 0,
      report: (error) => log.warn({ err: error }, "people can't sign in"),
    });
  const lists = new ListQueue(limits.listSeconds * 1000, clock);
  const identities = new Identities({
    ...{ database, rowKeys, clock, ...issuers },
    report: (error, issuer) =>
      log.warn({ err: error, issuer }, "an issuer of signed tokens can't be asked for its keys"),
  });
  const parts: ServerParts = {
    database,
    lists,
    vault,
    teamKeys,
    rowKeys,
    identities,
    audit,
    eventIds,
    clock,
    elapsed,
    limits,
    publicUrl: publicUrl && new URL(publicUrl).origin,
    clientId: provider?.clientId,
    log,
    metrics: counters,
    tracing,
  };
  const sealed = new SealedState(auditKey);
  const signIns = provider && new SignIns(parts, provider, sealed, recheckMinutes);
  const rechecks =
    provider &&
    new Rechecks(parts, { provider, sealed, recheckMinutes, outageHours, everyMs: options.recheckEveryMs ?? 60_000 });
  const resealing = new Resealing({
    database,
    keys: teamKeys,
    everyMs: resealEveryMs,
    report: (error) => log.warn({ err: error }, "values could not be moved to a new data key: tried again later"),
  });
  const retention = new Retention({
    ...{ database, audit, auditKey, eventIds, clock, plan },
    everyMs: options.retentionEveryMs ?? 3_600_000,
    report: (error) => log.error({ err: error }, "rows could not be archived or removed: tried again later"),
  });
  const readiness = readinessOf(parts, provider);
  let certificateEndsAt = keys && expiryOf(keys);
  const storageState = async () => ({
    bytes: await database.bytes(),
    auditRows: await countAuditRows(database.lists),
    tokenEndsAt: await nextTokenEnd(database.lists, clock()),
  });
  counters.watchState({
    version: manifest.version,
    database: database.pools().length > 0 ? "postgres" : "sqlite",
    vault: vault.isInDatabase ? "database" : "openbao",
    checks: readiness,
    liveRuns: recently(() => countLiveRuns(database.reader, clock()), liveRunsMs, clock),
    storage: recently(storageState, storageMs, clock),
    pools: () => database.pools(),
    certificateEndsAt: () => certificateEndsAt,
    clock,
  });
  const listener = { requestTimeoutMs, proxies };
  const withMetrics = metrics && !metricsApart;
  const app = await buildApp(parts, readiness, {
    ...listener,
    introspection,
    prefect,
    metrics: withMetrics,
    publicUrl,
    console: options.console ?? true,
    signIns,
    tls: keys,
  });
  const metricsApp = metrics && metricsApart ? buildMetricsApp(parts, readiness, listener) : undefined;
  const renewTls = (): void => {
    const renewed = tls && renewKeys(app.server, tls, log);
    if (renewed) certificateEndsAt = expiryOf(renewed);
  };
  const sweep = sweepRemovedSecrets(parts);
  const unwatch = tls && keys && watchTlsFiles(tls, tlsWatchMs, keys, renewTls);

  const releaseStream = async (): Promise<void> =>
    stream?.reopen().catch((error: unknown) => log.error({ err: error }, "the audit stream can't be closed"));

  return {
    inject: async (request) => {
      const { statusCode, headers, body } = await app.inject({ method: "POST", ...request });
      return { statusCode, headers, body };
    },
    listen: (address) => listen(app, address),
    listenMetrics: async (address) => {
      if (metricsApp === undefined) throw new Error("The metrics have no address of their own.");
      return listen(metricsApp, address);
    },
    reload: async () => {
      renewTls();
      await releaseStream();
    },
    close: async () => {
      unwatch?.();
      const breakOff = setTimeout(() => app.server.closeAllConnections(), stopTimeoutMs);
      await app.close().finally(() => clearTimeout(breakOff));
      await metricsApp?.close();
      await sweep.close();
      await rechecks?.close();
      await retention.close();
      await audit.idle();
      await head?.close();
      await releaseStream();
      await tracing.close();
      await resealing.close();
      await vault.close();
      await database.close();
    },
  };
}

/** The data, the time and the vault of an instance. What was opened is closed again if the rest can't be. */
async function openStores(settings: InstanceSettings, given: Clock | undefined, log: Logger) {
  const data = await openInstance(settings);
  try {
    const clock = await auditClock(given, data.database, log);
    await data.teamKeys.readAll(data.database.reader);
    const report = (error: unknown): void =>
      log.warn({ err: error }, "the vault could not remove what is no longer needed: tried again later");
    const vault = await openVault(settings, { ...data, clock, report });
    return { ...data, clock, vault };
  } catch (error) {
    await data.database.close();
    throw error;
  }
}

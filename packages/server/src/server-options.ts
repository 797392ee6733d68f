import type { DestinationStream } from "pino";
import type { TlsFiles } from "./http/tls-files.ts";
import type { Limits } from "./settings/limits.ts";
import type { SignInSettings, StoreSettings } from "./settings/settings.ts";
import type { TracingVariables } from "./telemetry/tracing.ts";
import type { Clock } from "./time/clock.ts";

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
  /** Whether Prefect's own clients are answered: their names, and their variables as a string. Default true. */
  readonly prefect?: boolean;
  /** Whether `GET /metrics` is there, for Prometheus. Default true. */
  readonly metrics?: boolean;
  /** Whether `/metrics` counts reads by team, too. Default false. */
  readonly metricsTeams?: boolean;
  /** Whether it is at an address of its own alone, which `listenMetrics` opens. Default false. */
  readonly metricsApart?: boolean;
  /** Issuers that the server asks for keys at addresses that are not public: URLs between commas. */
  readonly trustIssuers?: string | undefined;
  /** How long such an issuer may take to answer, in milliseconds. Default 5000. */
  readonly issuerTimeoutMs?: number;
  /** Where people sign in: the settings `[server.sign_in]`. Default nowhere: they have tokens that an admin made. */
  readonly signIn?: Partial<SignInSettings>;
  /** How often to look for people about whom the provider is to be asked again, in milliseconds. Default 60000. */
  readonly recheckEveryMs?: number;
  /** Serves https: files in PEM, read again when they change and at `reload`. Without it the server speaks http. */
  readonly tls?: TlsFiles | undefined;
  /** Days after which audit rows leave the database for the archive; 0: never. Default 0. */
  readonly auditRetentionDays?: number;
  /** The file that takes those rows. Default the one of `auditStream`. */
  readonly auditArchive?: string | undefined;
  /** Days after which runs that are over leave the database; 0: never. Default 0. */
  readonly runRetentionDays?: number;
  /** How often rows that are due are looked for, in milliseconds. Default an hour. */
  readonly retentionEveryMs?: number;
  /** How often the TLS files are looked at, in milliseconds. Default 10000. */
  readonly tlsWatchMs?: number;
  /** How often to look for values whose team got a new data key, in milliseconds. Default 30000. */
  readonly resealEveryMs?: number;
  /** Whether the console is served at `/`, where `@keyfold/console` is installed. Default true. */
  readonly console?: boolean;
  /** Where browsers find the server, `https://keyfold.example.com`. Default where it listens. */
  readonly publicUrl?: string | undefined;
  /** Where audit rows go too, as JSON lines: a file, or `stdout`. What can't be written there is refused. */
  readonly auditStream?: string | undefined;
  /**
   * Which proxies in front are believed when they tell their clients' addresses by `X-Forwarded-For`: a number of proxies one
   * behind the other, or addresses and networks between commas. True is one proxy. Default false.
   */
  readonly trustProxy?: boolean | number | string;
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
  /** Milliseconds that only grow, by which the time that callers take is measured; default `performance.now`. */
  readonly elapsed?: () => number;
}

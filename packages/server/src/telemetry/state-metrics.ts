import { Gauge, type Registry } from "prom-client";
import type { PoolState } from "../database/database.ts";
import type { Clock } from "../time/clock.ts";
import { inTime } from "../time/timed-work.ts";

/** A check of a server's parts, which whoever asks within a second shares. */
interface PartChecks {
  readonly parts: Readonly<Record<string, "ok" | "unavailable">>;
  /** How long each took, in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** What is known of what is stored, asked at most once in a while. */
interface StorageState {
  readonly bytes: number;
  readonly auditRows: number;
  /** When the next token expires, people's sign-ins aside; null: none does. */
  readonly tokenEndsAt: number | null;
}

/** Whom the page of metrics asks about the state of a server: none of them goes through rows for it. */
export interface StateSources {
  readonly version: string;
  readonly database: "sqlite" | "postgres";
  readonly vault: "database" | "openbao";
  readonly checks: () => Promise<PartChecks>;
  readonly liveRuns: () => Promise<number>;
  readonly storage: () => Promise<StorageState>;
  readonly pools: () => readonly PoolState[];
  /** When the TLS certificate in use expires; undefined without one. */
  readonly certificateEndsAt: () => number | undefined;
  readonly clock: Clock;
}

/** How long the database may take to say what is asked, in milliseconds: Prometheus waits ten seconds for the page. */
const databaseMs = 2000;
const dayMs = 86_400_000;

/** Adds the gauges that show a server's state at the time of a scrape. What can't be known then is left out. */
export function addStateMetrics(registry: Registry, sources: StateSources): void {
  const gauge = (
    name: string,
    help: string,
    labelNames: string[],
    read: (gauge: Gauge) => void | Promise<void>,
  ): void => {
    const added: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect: async () => {
        added.reset();
        // What else is counted is needed most when the database is away.
        await Promise.resolve(read(added)).catch(() => added.remove());
      },
    });
  };
  const daysLeft = (endsAt: number): number => (endsAt - sources.clock()) / dayMs;

  const { version, database, vault } = sources;
  const labels = { version, node: process.versions.node, database, vault };
  gauge("keyfold_build_info", "1, with what the server is made of.", Object.keys(labels), (info) =>
    info.set(labels, 1),
  );
  gauge("keyfold_ready", "Whether a part of the server can work: 1, or 0.", ["part"], async (ready) => {
    for (const [part, state] of Object.entries((await sources.checks()).parts))
      ready.set({ part }, Number(state === "ok"));
  });
  gauge("keyfold_check_seconds", "How long a part of the server took to say that it works.", ["part"], async (took) => {
    for (const [part, seconds] of Object.entries((await sources.checks()).seconds)) took.set({ part }, seconds);
  });
  gauge("keyfold_live_runs", "Runs that have neither ended nor expired, of the whole instance.", [], async (live) => {
    live.set(await inTime(sources.liveRuns(), databaseMs));
  });
  gauge("keyfold_database_bytes", "Bytes of the database, counted every five minutes.", [], async (bytes) => {
    bytes.set((await inTime(sources.storage(), databaseMs)).bytes);
  });
  gauge(
    "keyfold_audit_rows",
    "Rows of the audit log in the database, counted every five minutes.",
    [],
    async (rows) => {
      rows.set((await inTime(sources.storage(), databaseMs)).auditRows);
    },
  );
  gauge("keyfold_token_days_left", "Days until the next token expires, people's sign-ins aside.", [], async (days) => {
    const { tokenEndsAt } = await inTime(sources.storage(), databaseMs);
    if (tokenEndsAt === null) days.remove();
    else days.set(daysLeft(tokenEndsAt));
  });
  gauge("keyfold_certificate_days_left", "Days until the TLS certificate in use expires.", [], (days) => {
    const endsAt = sources.certificateEndsAt();
    if (endsAt === undefined) days.remove();
    else days.set(daysLeft(endsAt));
  });
  gauge("keyfold_database_connections", "Connections to PostgreSQL, by pool and state.", ["pool", "state"], (open) => {
    for (const { pool, used, idle } of sources.pools()) {
      open.set({ pool, state: "used" }, used);
      open.set({ pool, state: "idle" }, idle);
    }
  });
  gauge("keyfold_database_waiting", "Statements that wait for a connection to PostgreSQL.", ["pool"], (queue) => {
    for (const { pool, waiting } of sources.pools()) queue.set({ pool }, waiting);
  });
}

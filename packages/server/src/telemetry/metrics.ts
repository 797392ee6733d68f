import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { AuditRow } from "../audit/audit-row.ts";
import { addStateMetrics, type StateSources } from "./state-metrics.ts";

/** Teams that are counted apart, at most: each is a series of its own for whoever stores the metrics. */
const maxTeams = 500;

/** What `/metrics` shows. A label is a field of the schema, an action, an outcome, a code or a team's id: never a name or a value. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #operations = new Counter({
    name: "keyfold_operations_total",
    help: "Uses of the fields of the API, by field and by `ok` or the code of the error.",
    labelNames: ["operation", "code"],
    registers: [this.#registry],
  });
  readonly #durations = new Histogram({
    name: "keyfold_operation_duration_seconds",
    help: "How long the uses of a field took.",
    labelNames: ["operation"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.#registry],
  });
  readonly #reads = new Counter({
    name: "keyfold_secrets_read_total",
    help: "Values given out.",
    registers: [this.#registry],
  });
  readonly #writes = new Counter({
    name: "keyfold_secrets_written_total",
    help: "Values set, rolled back or deleted.",
    registers: [this.#registry],
  });
  readonly #refused = new Counter({
    name: "keyfold_refused_total",
    help: "Calls that were refused and recorded, by the code of the error; a list of names counts each.",
    labelNames: ["code"],
    registers: [this.#registry],
  });
  readonly #batches = new Histogram({
    name: "keyfold_audit_batch_rows",
    help: "Rows of the audit log that shared a commit.",
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096],
    registers: [this.#registry],
  });
  readonly #waits = new Histogram({
    name: "keyfold_commit_wait_seconds",
    help: "How long a commit waited for its turn to write: on PostgreSQL for the advisory lock that all servers share.",
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.#registry],
  });
  readonly #streamed = new Histogram({
    name: "keyfold_audit_stream_seconds",
    help: "How long the audit stream took for the rows of one commit, which wait for it.",
    buckets: [0.0001, 0.001, 0.01, 0.1, 1, 5],
    registers: [this.#registry],
  });
  readonly #teamReads: Counter | undefined;
  readonly #teams = new Set<string>();

  /** @param byTeam - whether reads are counted by team, too. */
  constructor(byTeam: boolean) {
    if (!byTeam) return;
    this.#teamReads = new Counter({
      name: "keyfold_team_secrets_read_total",
      help: `Values given out, by the team's id; teams after the first ${maxTeams} are \`other\`.`,
      labelNames: ["team"],
      registers: [this.#registry],
    });
  }

  /** Adds what shows the server's state. */
  watchState(sources: StateSources): void {
    addStateMetrics(this.#registry, sources);
  }

  /** Adds the process's own: memory, event loop, garbage collection. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** A use of a field of the API. `code` is `ok` or an error's. */
  countOperation(operation: string, code: string, seconds: number): void {
    this.#operations.inc({ operation, code });
    this.#durations.observe({ operation }, seconds);
  }

  /** A request that never came to a field: `request` if it could not be received, `document` if it makes no sense. */
  countRefused(stage: "request" | "document", code: string): void {
    this.#operations.inc({ operation: stage, code });
  }

  /** The rows of one commit were written to the audit stream. */
  countStreamed(seconds: number): void {
    this.#streamed.observe(seconds);
  }

  /** Rows that were committed to the audit log together. */
  countAudited(rows: readonly Pick<AuditRow, "action" | "outcome" | "code" | "team_id">[]): void {
    this.#batches.observe(rows.length);
    for (const { action, outcome, code, team_id } of rows) {
      if (outcome === "refused") this.#refused.inc({ code: code ?? "INTERNAL" });
      else if (action === "secret.read" || action === "secret.use") this.#countRead(team_id);
      else if (writes.has(action)) this.#writes.inc();
    }
  }

  /** A commit's wait for its turn to write. */
  observeWait(seconds: number): void {
    this.#waits.observe(seconds);
  }

  #countRead(team: string | null): void {
    this.#reads.inc();
    if (this.#teamReads === undefined || team === null) return;
    if (this.#teams.size < maxTeams) this.#teams.add(team);
    this.#teamReads.inc({ team: this.#teams.has(team) ? team : "other" });
  }

  /** The page, in Prometheus's text format. */
  async page(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}

const writes: ReadonlySet<string> = new Set(["secret.set", "secret.rollback", "secret.delete"]);

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { AuditEntry } from "../audit/audit-entry.ts";
import { inTime } from "../time/timed-work.ts";

/** How long the database may take to count the live runs, in milliseconds: Prometheus waits ten seconds for the page. */
const liveRunsMs = 2000;

/** What `/metrics` shows. A label is a field of the schema, an action, an outcome or a code: never a name or a value. */
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

  /** `liveRuns` is asked when the metrics are. */
  constructor(liveRuns: () => Promise<number>) {
    const gauge = new Gauge({
      name: "keyfold_live_runs",
      help: "Runs that have neither ended nor expired, of the whole instance.",
      registers: [this.#registry],
      collect: async () => {
        try {
          gauge.set(await inTime(liveRuns(), liveRunsMs));
        } catch {
          // What else is counted is needed most when the database is away.
          gauge.remove();
        }
      },
    });
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

  /** Rows that were committed to the audit log together. */
  countAudited(entries: readonly Pick<AuditEntry, "action" | "outcome" | "code">[]): void {
    this.#batches.observe(entries.length);
    for (const { action, outcome, code } of entries) {
      if (outcome === "refused") this.#refused.inc({ code: code ?? "INTERNAL" });
      else if (action === "secret.read" || action === "secret.use") this.#reads.inc();
      else if (writes.has(action)) this.#writes.inc();
    }
  }

  /** The page, in Prometheus's text format. */
  async page(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}

const writes: ReadonlySet<string> = new Set(["secret.set", "secret.rollback", "secret.delete"]);

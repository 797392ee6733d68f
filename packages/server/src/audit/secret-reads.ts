import type { Transaction } from "../database/database.ts";
import { remember } from "../remember.ts";
import type { AuditEntry } from "./audit-entry.ts";

/** How exact `lastReadAt` is. Writing it at each read would write each secret's row as often. */
const exactnessMs = 60_000;
/** Secrets whose last read is remembered. That of another is written again, though it may be less than a minute. */
const maxRemembered = 50_000;
const secretsPerStatement = 500;

/** Keeps the secrets' `lastReadAt`, to the minute: written by the commits that record the reads. */
export class SecretReads {
  readonly #noted = new Map<string, number>();

  /**
   * Notes the reads among the entries of a commit.
   *
   * @returns what is to be called once it is committed.
   */
  async note({ query }: Transaction, entries: readonly AuditEntry[]): Promise<() => void> {
    const due = entries.filter((entry) => this.#isDue(entry));
    for (const [teamId, reads] of Map.groupBy(due, (entry) => entry.teamId)) {
      if (teamId === null) continue;
      for (let from = 0; from < reads.length; from += secretsPerStatement) {
        const some = reads.slice(from, from + secretsPerStatement);
        const at = Math.max(...some.map((entry) => entry.at));
        await query
          .updateTable("secret")
          .set({ last_read_at: at })
          .where("team_id", "=", teamId)
          // The key of the table; the id, as the name may be another secret's by now.
          .where("name", "in", [...new Set(some.flatMap(({ subject }) => subject ?? []))])
          .where("id", "in", [...new Set(some.flatMap(({ secretId }) => secretId ?? []))])
          // Another server may know of a later read.
          .where((row) => row.or([row("last_read_at", "is", null), row("last_read_at", "<", at)]))
          .execute();
      }
    }
    return () => {
      for (const { secretId, at } of due)
        if (secretId !== undefined) remember(this.#noted, secretId, at, maxRemembered);
    };
  }

  #isDue({ secretId, outcome, at }: AuditEntry): boolean {
    if (secretId === undefined || outcome !== "allowed") return false;
    const noted = this.#noted.get(secretId);
    return noted === undefined || at - noted >= exactnessMs;
  }
}

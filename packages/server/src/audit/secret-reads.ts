import { type RawBuilder, sql } from "kysely";
import type { Transaction } from "../database/database.ts";
import { powerOfTwo, runCompiled } from "../database/run-compiled.ts";
import { remember } from "../remember.ts";
import type { AuditEntry } from "./audit-entry.ts";

/** How exact `lastReadAt` is. Writing it at each read would write each secret's row as often. */
const exactnessMs = 60_000;
/** Secrets whose last read is remembered. That of another is written again, though it may be less than a minute. */
const maxRemembered = 50_000;
const secretsPerStatement = 512;

/** Keeps the secrets' `lastReadAt`, to the minute: written by the commits that record the reads. */
export class SecretReads {
  readonly #noted = new Map<string, number>();

  /**
   * Notes the reads among the entries of a commit.
   *
   * @returns what is to be called once it is committed.
   */
  async note(transaction: Transaction, entries: readonly AuditEntry[]): Promise<() => void> {
    const due = entries.filter((entry) => this.#isDue(entry));
    for (const [teamId, reads] of Map.groupBy(due, (entry) => entry.teamId)) {
      if (teamId === null) continue;
      for (let from = 0; from < reads.length; from += secretsPerStatement) {
        const some = reads.slice(from, from + secretsPerStatement);
        const at = Math.max(...some.map((entry) => entry.at));
        const secrets = powerOfTwo([...new Map(some.map(({ secretId, subject }) => [secretId, subject]))]);
        const [ids, names] = [secrets.map(([id]) => id), secrets.map(([, name]) => name)];
        // The names are the key of the table; the ids, as a name may be another secret's by now. Another server may know of a later read.
        const build = (): RawBuilder<unknown> => sql`
          update secret set last_read_at = ${at}
          where team_id = ${teamId} and name in (${sql.join(names)}) and id in (${sql.join(ids)})
            and (last_read_at is null or last_read_at < ${at})`;
        await runCompiled(transaction, `last reads ${secrets.length}`, build, [at, teamId, ...names, ...ids, at]);
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

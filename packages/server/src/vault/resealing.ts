import type { Database, Transaction } from "../database/database.ts";
import { ServerError } from "../server-error.ts";
import { inSlices, Repeated } from "../time/timed-work.ts";
import { type DataKey, seal, unseal, type ValueKey } from "./encryption.ts";
import type { TeamKeys } from "./team-keys.ts";
import { storedAt } from "./values.ts";

/** What one transaction seals anew, at most: others wait for it. */
const slice = { values: 50, bytes: 256 * 1024 };

export interface ResealingOptions {
  readonly database: Database;
  readonly keys: TeamKeys;
  /** How often to look for keys that were replaced, in milliseconds. */
  readonly everyMs: number;
  /** Gets what could not be done now, and values that do not decrypt. */
  readonly report: (error: unknown) => void;
}

/**
 * Seals values anew whose team got another data key, while the server serves, and removes the old key once nothing is
 * under it. What there is to do is in the database: any server of the instance does it, also after a restart.
 */
export class Resealing {
  readonly #options: ResealingOptions;
  readonly #repeated: Repeated;
  /** Keys that nothing was under when they were looked at last. */
  #unused: ReadonlySet<string> = new Set();

  constructor(options: ResealingOptions) {
    this.#options = options;
    this.#repeated = new Repeated((signal) => this.#run(signal), options.everyMs, options.report);
    this.#repeated.start();
  }

  close(): Promise<void> {
    return this.#repeated.close();
  }

  /**
   * Seals anew what there is, and removes keys that were unused the time before, too: whoever has just read a value may be
   * about to ask for its key.
   */
  async #run(signal: AbortSignal): Promise<void> {
    const unused = new Set<string>();
    for (const { team_id: teamId, newest } of await this.#teamsWithOldKeys()) {
      await inSlices(() => this.#resealSome(teamId, newest), signal);
      if (signal.aborted) return;
      for (const number of await this.#unusedKeys(teamId, newest)) {
        const key = `${teamId} ${number}`;
        if (this.#unused.has(key)) await this.#removeKey(teamId, number);
        else unused.add(key);
      }
    }
    this.#unused = unused;
  }

  async #teamsWithOldKeys(): Promise<{ readonly team_id: string; readonly newest: number }[]> {
    return this.#options.database.reader
      .selectFrom("vault_team_key")
      .select(({ fn }) => ["team_id", fn.max("number").as("newest")])
      .groupBy("team_id")
      .having(({ fn }) => fn.countAll(), ">", 1)
      .execute();
  }

  /** Gives whether there may be more. */
  #resealSome(teamId: string, newest: number): Promise<boolean> {
    return this.#options.database.transaction(async (transaction) => {
      const { query } = transaction;
      const rows = await query
        .selectFrom("vault_value")
        .select(["secret_id", "version", "name", ({ fn }) => fn<number>("length", ["sealed"]).as("bytes")])
        .where("team_id", "=", teamId)
        .where("key_number", "<", newest)
        .limit(slice.values)
        .execute();
      let bytes = 0;
      const some = rows.filter((row) => {
        bytes += Number(row.bytes);
        return bytes <= slice.bytes;
      });
      // A value that is larger than a slice is one.
      const resealed = some.length > 0 ? some : rows.slice(0, 1);
      if (resealed.length === 0) return false;
      const dataKey = await this.#options.keys.forSealing(transaction, teamId, resealed.length);
      for (const { secret_id: secretId, name, version } of resealed) {
        await this.#reseal(query, dataKey, { teamId, secretId, name, version });
      }
      return true;
    });
  }

  async #reseal(query: Transaction["query"], dataKey: DataKey, key: ValueKey): Promise<void> {
    const stored = await storedAt(query, key);
    if (stored === undefined) return;
    const keyOf = await this.#options.keys.forValues(query, key.teamId, [stored.sealed]);
    let sealed = stored.sealed;
    try {
      sealed = seal(dataKey, key, unseal(keyOf(sealed), key, sealed));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      // Somebody changed it in the database. It opens under no key, and stays as it is.
      this.#options.report(error);
    }
    await query
      .updateTable("vault_value")
      .set({ sealed, key_number: dataKey.number })
      .where("secret_id", "=", key.secretId)
      .where("version", "=", key.version)
      .execute();
  }

  async #unusedKeys(teamId: string, newest: number): Promise<number[]> {
    const rows = await this.#options.database.reader
      .selectFrom("vault_team_key")
      .select("number")
      .where("team_id", "=", teamId)
      .where("number", "<", newest)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("vault_value")
              .select("vault_value.version")
              .whereRef("vault_value.team_id", "=", "vault_team_key.team_id")
              .whereRef("vault_value.key_number", "=", "vault_team_key.number"),
          ),
        ),
      )
      .execute();
    return rows.map(({ number }) => number);
  }

  /** Nothing is sealed under a key that is not the newest any more. */
  async #removeKey(teamId: string, number: number): Promise<void> {
    const { database } = this.#options;
    await database.transaction(async ({ query }) => {
      await query.deleteFrom("vault_team_key").where("team_id", "=", teamId).where("number", "=", number).execute();
    });
    await database.overwriteDeleted();
  }
}

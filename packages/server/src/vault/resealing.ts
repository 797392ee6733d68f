import type { Database, Transaction } from "../database/database.ts";
import { ServerError } from "../server-error.ts";
import { inSlices, Repeated } from "../time/timed-work.ts";
import { seal, unseal } from "./encryption.ts";
import type { TeamKeys } from "./team-keys.ts";
import { storedAt } from "./values.ts";

/** How many values one transaction goes through, at most, and how many bytes it seals anew before it ends: others wait for it. */
const slice = { values: 50, bytes: 256 * 1024 };

/** The number of each team's newest data key, of teams that have older ones. */
type NewestKeys = ReadonlyMap<string, number>;

/** Where in the order of the table's key a value is. */
interface Place {
  readonly secret_id: string;
  readonly version: number;
}

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
export class Resealing extends Repeated {
  readonly #options: ResealingOptions;
  /** The newest key of each team when all values were last gone through: nothing is under the keys before it. */
  #done: NewestKeys = new Map();

  constructor(options: ResealingOptions) {
    super((signal) => this.#run(signal), options.everyMs, options.report);
    this.#options = options;
    this.start();
  }

  /**
   * Removes keys that have been unused since the time before, as whoever has just read a value may be about to ask for its
   * key; then goes through all values, and seals anew what is under an old key.
   */
  async #run(signal: AbortSignal): Promise<void> {
    if (this.#done.size > 0) await this.#removeKeys(this.#done);
    this.#done = new Map();
    const teams = await this.#teamsWithOldKeys();
    if (teams.size === 0) return;
    let last: Place | undefined = { secret_id: "", version: 0 };
    await inSlices(async () => {
      last = last && (await this.#resealSome(teams, last));
      return last !== undefined;
    }, signal);
    if (last === undefined) this.#done = teams;
  }

  async #teamsWithOldKeys(): Promise<NewestKeys> {
    const rows = await this.#options.database.reader
      .selectFrom("vault_team_key")
      .select(({ fn }) => ["team_id", fn.max("number").as("newest")])
      .groupBy("team_id")
      .having(({ fn }) => fn.countAll(), ">", 1)
      .execute();
    return new Map(rows.map(({ team_id: teamId, newest }) => [teamId, newest]));
  }

  /** Gives the last value that it has gone through; undefined if there are no more. */
  #resealSome(newest: NewestKeys, { secret_id, version }: Place): Promise<Place | undefined> {
    return this.#options.database.transaction(async (transaction) => {
      // Along the table's own key: an index by key number would serve nobody else, and be written with each value.
      const rows = await transaction.query
        .selectFrom("vault_value")
        .select(["secret_id", "version", "team_id", "name", "key_number"])
        .select(({ fn }) => fn<number>("length", ["sealed"]).as("bytes"))
        .where(({ refTuple, tuple, eb }) => eb(refTuple("secret_id", "version"), ">", tuple(secret_id, version)))
        .orderBy("secret_id")
        .orderBy("version")
        .limit(slice.values)
        .execute();
      let bytes = 0;
      for (const row of rows) {
        if (row.key_number >= (newest.get(row.team_id) ?? 0)) continue;
        await this.#reseal(transaction, row);
        bytes += Number(row.bytes);
        if (bytes >= slice.bytes) return row;
      }
      return rows.at(-1);
    });
  }

  async #reseal(
    transaction: Transaction,
    row: Place & { readonly team_id: string; readonly name: string },
  ): Promise<void> {
    const { query } = transaction;
    const key = { teamId: row.team_id, secretId: row.secret_id, name: row.name, version: row.version };
    const stored = await storedAt(query, key);
    if (stored === undefined) return;
    const dataKey = await this.#options.keys.forSealing(transaction, key.teamId);
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

  /** Nothing is sealed under a key that is not the newest any more. */
  async #removeKeys(newest: NewestKeys): Promise<void> {
    const { database } = this.#options;
    await database.transaction(async ({ query }) => {
      for (const [teamId, number] of newest) {
        await query.deleteFrom("vault_team_key").where("team_id", "=", teamId).where("number", "<", number).execute();
      }
    });
    await database.overwriteDeleted();
  }
}

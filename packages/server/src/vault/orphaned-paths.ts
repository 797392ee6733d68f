import type { Clock } from "../clock.ts";
import type { Database, Transaction } from "../database/database.ts";
import type { OpenBaoClient } from "../openbao/openbao-client.ts";
import { vaultUnavailable } from "../openbao/vault-unavailable.ts";
import { inParallel } from "./in-parallel.ts";

/** A path that no version took in this time is removed: its request has long failed. */
const graceMs = 600_000;
/** The time of a path that is being removed: no version may take it any more. */
const taken = -1;
const pathsPerSweep = 100;
/** Calls to OpenBao at once. */
const parallel = 4;

/**
 * The paths in OpenBao that no version of a secret has: what is about to be written, or to be removed. A path is noted
 * here before anything is written there, so nothing is forgotten in OpenBao, whenever a server stops or OpenBao does.
 */
export class OrphanedPaths {
  readonly #database: Database;
  readonly #client: OpenBaoClient;
  readonly #mount: string;
  readonly #clock: Clock;

  constructor(database: Database, client: OpenBaoClient, mount: string, clock: Clock) {
    this.#database = database;
    this.#client = client;
    this.#mount = mount;
    this.#clock = clock;
  }

  /** Notes paths that will be written, before they are. */
  async announce(paths: readonly string[]): Promise<void> {
    const due_at = this.#clock() + graceMs;
    await this.#database.transaction(async ({ query }) => {
      await query
        .insertInto("vault_leftover")
        .values(paths.map((path) => ({ path, due_at })))
        .execute();
    });
  }

  /** A version takes the path. Throws `VAULT_UNAVAILABLE` if that took so long that it is being removed. */
  async take({ query }: Transaction, path: string): Promise<void> {
    const { numDeletedRows } = await query
      .deleteFrom("vault_leftover")
      .where("path", "=", path)
      .where("due_at", ">", this.#clock())
      .executeTakeFirstOrThrow();
    if (numDeletedRows !== 1n) throw vaultUnavailable(new Error(`${path} was written too long ago`));
  }

  /** No version has the paths any more: the next sweep removes them. */
  async drop({ query }: Transaction, paths: readonly string[]): Promise<void> {
    for (const path of paths) await query.insertInto("vault_leftover").values({ path, due_at: 0 }).execute();
  }

  /** Lets the next sweep remove paths whose write came to nothing. */
  async giveUp(paths: readonly string[]): Promise<void> {
    await this.#database.transaction(async ({ query }) => {
      await query
        .updateTable("vault_leftover")
        .set({ due_at: 0 })
        .where("path", "in", [...paths])
        .execute();
    });
  }

  /** Removes what was dropped or given up and what is due. */
  async sweep(): Promise<void> {
    for (;;) {
      const paths = await this.#due();
      if (paths.length === 0) return;
      await this.remove(paths);
    }
  }

  /** Removes paths that no version can take any more, for good: whatever OpenBao has of them, and their metadata. */
  async remove(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    await inParallel(parallel, paths, (path) =>
      this.#client.ask({ method: "DELETE", path: `${this.#mount}/metadata/${path}` }),
    );
    await this.#database.transaction(async ({ query }) => {
      await query
        .deleteFrom("vault_leftover")
        .where("path", "in", [...paths])
        .execute();
    });
  }

  async #due(): Promise<string[]> {
    const due = this.#database.reader.selectFrom("vault_leftover").select("path").where("due_at", "<=", this.#clock());
    const rows = await due.limit(pathsPerSweep).execute();
    if (rows.length === 0) return [];
    const paths = rows.map(({ path }) => path);
    return this.#database.transaction(async ({ query }) => {
      const marked = await query
        .updateTable("vault_leftover")
        .set({ due_at: taken })
        .where("path", "in", paths)
        .where("due_at", "<=", this.#clock())
        .returning("path")
        .execute();
      return marked.map(({ path }) => path);
    });
  }
}

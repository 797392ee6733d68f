import type { Database, Transaction } from "../database/database.ts";
import type { OpenBaoClient } from "../openbao/openbao-client.ts";
import { vaultUnavailable } from "../openbao/send-request.ts";
import type { Clock } from "../time/clock.ts";
import { inParallel } from "./in-parallel.ts";
import { isSecretPath } from "./secret-path.ts";

/** A path that no version claimed in this time is removed: its request has long failed. */
const graceMs = 600_000;
/** The time of a path that is being removed: no version can claim it any more. */
const removing = -1;
const pathsPerStep = 100;
/** Calls to OpenBao at once. */
const parallel = 4;

export interface OrphanedPathsOptions {
  readonly database: Database;
  readonly client: OpenBaoClient;
  /** Where the KV v2 secrets engine is mounted. */
  readonly mount: string;
  /** The folder in it; a path elsewhere is never removed. */
  readonly folder: string;
  readonly clock: Clock;
  /** Gets what a sweep leaves where it is. */
  readonly report: (error: unknown) => void;
}

/**
 * The paths in OpenBao that no version of a secret has: what is about to be written, or to be removed. A path is recorded
 * here before anything is written there, so nothing is forgotten in OpenBao, whenever a server stops or OpenBao does.
 */
export class OrphanedPaths {
  readonly #options: OrphanedPathsOptions;

  constructor(options: OrphanedPathsOptions) {
    this.#options = options;
  }

  /** Records paths before they are written. */
  async reserve(paths: readonly string[]): Promise<void> {
    const { database, clock } = this.#options;
    const due_at = clock() + graceMs;
    await database.transaction(async ({ query }) => {
      await query
        .insertInto("vault_leftover")
        .values(paths.map((path) => ({ path, due_at })))
        .execute();
    });
  }

  /**
   * A version gets the path.
   *
   * @throws ServerError `VAULT_UNAVAILABLE` if that took so long that it is being removed.
   */
  async claim({ query }: Transaction, path: string): Promise<void> {
    const { numDeletedRows } = await query
      .deleteFrom("vault_leftover")
      .where("path", "=", path)
      .where("due_at", ">", this.#options.clock())
      .executeTakeFirstOrThrow();
    if (numDeletedRows !== 1n) throw vaultUnavailable(new Error(`${path} was written too long ago`));
  }

  /** No version has the paths any more: the next sweep removes them. */
  async add({ query }: Transaction, paths: readonly string[]): Promise<void> {
    for (const path of paths) await query.insertInto("vault_leftover").values({ path, due_at: 0 }).execute();
  }

  /** Lets the next sweep remove paths whose write failed. */
  async abandon(paths: readonly string[]): Promise<void> {
    await this.#options.database.transaction(async ({ query }) => {
      await query
        .updateTable("vault_leftover")
        .set({ due_at: 0 })
        .where("path", "in", [...paths])
        .execute();
    });
  }

  /** Removes what was added or abandoned and what is due. What is no path of a secret is reported and stays. */
  async sweep(): Promise<void> {
    const { folder, report } = this.#options;
    let due = await this.#dueAfter("");
    while (due.length > 0) {
      const paths = due.filter((path) => isSecretPath(folder, path));
      const foreign = due.length - paths.length;
      if (foreign > 0) report(new Error(`${foreign} rows of vault_leftover are no paths of secrets in ${folder}`));
      await this.remove(await this.#markRemoving(paths));
      due = await this.#dueAfter(due.at(-1) ?? "");
    }
  }

  /** Removes paths that no version can claim any more, for good: whatever OpenBao has of them, and their metadata. */
  async remove(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    const { database, client, mount } = this.#options;
    await inParallel(parallel, paths, (path) => client.ask({ method: "DELETE", path: `${mount}/metadata/${path}` }));
    await database.transaction(async ({ query }) => {
      await query
        .deleteFrom("vault_leftover")
        .where("path", "in", [...paths])
        .execute();
    });
  }

  async #dueAfter(path: string): Promise<string[]> {
    const { database, clock } = this.#options;
    const rows = await database.reader
      .selectFrom("vault_leftover")
      .select("path")
      .where("due_at", "<=", clock())
      .where("path", ">", path)
      .orderBy("path")
      .limit(pathsPerStep)
      .execute();
    return rows.map((row) => row.path);
  }

  /** Gives those that no version has claimed meanwhile. */
  async #markRemoving(paths: readonly string[]): Promise<string[]> {
    if (paths.length === 0) return [];
    return this.#options.database.transaction(async ({ query }) => {
      const marked = await query
        .updateTable("vault_leftover")
        .set({ due_at: removing })
        .where("path", "in", [...paths])
        .returning("path")
        .execute();
      return marked.map((row) => row.path);
    });
  }
}

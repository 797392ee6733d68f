import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** A way to the database: queries that Kysely builds, and statements that were compiled before. */
export interface Queries {
  readonly query: Kysely<Tables>;
  /** The rows of a statement with `?` or `$1` as its dialect has them: see `runCompiled`. */
  run<Row>(statement: string, parameters: readonly unknown[]): Row[] | Promise<Row[]>;
}

/**
 * Where everything but the values is: the port that each database implements, and that `test/database-conformance.ts` checks. Queries
 * are written once, with Kysely; an adapter brings the dialect, the migrations' types and the rules below.
 */
export interface Database {
  /** For reads outside a transaction: sees what was committed, and nothing else. */
  readonly reader: Kysely<Tables>;
  /**
   * The same, for statements that each request runs: their parameters are strings, bytes and whole numbers, so that those of
   * many requests can be joined.
   */
  readonly reads: Queries;
  /**
   * For lists, apart from all else: what it runs keeps neither this thread nor a connection of `reader` from serving others.
   * Sees what was committed, one statement at a time; columns of bytes can't be asked for. What it runs can't be interrupted
   * everywhere, so a statement goes through a bounded number of rows.
   */
  readonly lists: Kysely<Tables>;
  /** The path of the file that it is, which threads may open for themselves; undefined where a server has it. */
  readonly file: string | undefined;
  /**
   * Whether a list must name the first columns of an index as a range, and in its order, instead of `column = value`, so that
   * it is read along that index: a planner that believes that a team's rows are everywhere goes along another one in the same
   * order, through the rows of all teams.
   */
  readonly leadsByRange: boolean;
  /**
   * Runs `work` while no other such transaction runs, in this process or another; commits when it resolves, so that the
   * commit survives a power cut, and rolls back when it throws.
   *
   * @throws OutcomeUnknown if it can't tell whether it committed.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Resolves when all that can be read is on the disk: the commit of another process can be read a moment before. */
  flush(): Promise<void>;
  /**
   * Overwrites what transactions before this have deleted, where the database leaves that to us: at once, or as soon as
   * nobody else reads it. PostgreSQL does so when it vacuums.
   */
  overwriteDeleted(): Promise<void>;
  /**
   * Resolves if the database can be asked now.
   *
   * @throws ServerError `DATABASE_UNAVAILABLE` if not.
   */
  checkReady(): Promise<void>;
  /** How large it is, in bytes, by what it says of itself. */
  bytes(): Promise<number>;
  /** Its pools of connections; none where it is a file. */
  pools(): readonly PoolState[];
  close(): Promise<void>;
}

/** What a pool of connections does just now. */
export interface PoolState {
  readonly pool: "reads" | "lists" | "writes";
  /** Connections that a statement or a transaction has. */
  readonly used: number;
  readonly idle: number;
  /** Statements that wait for one. */
  readonly waiting: number;
}

/** What it runs need not be waited for: it is committed only if all of that succeeds. */
export interface Transaction extends Queries {
  /** How the database names the type of bytes: for a statement from which it can't tell that a parameter is some. */
  readonly bytesType: "blob" | "bytea";
  /**
   * Has `work` done as the last of the transaction, also if a savepoint that asks for it is undone. It is not waited for: what
   * it changes it asks for by `run`, before it returns.
   */
  beforeCommit(work: () => void): void;
  /** Undoes what `work` did if it throws; the transaction goes on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

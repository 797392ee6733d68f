import type { PostgresPool, PostgresPoolClient } from "kysely";
import { DatabaseError, Pool, type PoolClient, TypeOverrides } from "pg";
import { ServerError } from "../../server-error.ts";
import type { Queries } from "../database.ts";
import { databaseUnavailable } from "../errors.ts";

/** After how many milliseconds we stop waiting for PostgreSQL. */
export interface PostgresDeadlines {
  /** A connection, also one that others use just now. */
  readonly connectMs: number;
  /** A statement, by the database itself; also the turn to write. */
  readonly statementMs: number;
  /** A statement, by us: should the database be frozen. */
  readonly answerMs: number;
}

export const defaultDeadlines: PostgresDeadlines = { connectMs: 5000, statementMs: 10_000, answerMs: 12_000 };

/** A pool that says what its connections do. */
export interface CountedPool extends PostgresPool {
  /** Runs a statement on any of them. */
  readonly run: Queries["run"];
  state(): { readonly used: number; readonly idle: number; readonly waiting: number };
}

/** Statements that stay prepared on a connection. */
const maxPrepared = 200;

const bigint = 20;

/**
 * Settings of the connections that read lists. Whatever a planner knows or believes of the tables, which may have been filled a
 * moment ago, it must follow an index in its order and stop early: it would rather sort all rows of a team.
 */
export const listSettings: readonly string[] = [
  "default_transaction_read_only = on",
  "enable_bitmapscan = off",
  "enable_seqscan = off",
  "enable_sort = off",
  "jit = off",
  "max_parallel_workers_per_gather = 0",
];

/**
 * A pool of connections for Kysely whose errors are ours, and which throws broken connections away.
 *
 * @param settings - what to set on each connection, as `NAME = VALUE`.
 */
export function postgresPool(
  url: string,
  connections: number,
  deadlines: PostgresDeadlines,
  settings: readonly string[] = [],
): CountedPool {
  const types = new TypeOverrides();
  // Instants and versions: always less than 2^53.
  types.setTypeParser(bigint, Number);
  const pool = new Pool({
    connectionString: url,
    max: connections,
    types,
    application_name: "keyfold",
    keepAlive: true,
    // A statement is sent when it is asked for, also while one before it is under way.
    pipeline: true,
    connectionTimeoutMillis: deadlines.connectMs,
    statement_timeout: deadlines.statementMs,
    query_timeout: deadlines.answerMs,
    // A replica that was frozen in a transaction must not keep the others from writing.
    idle_in_transaction_session_timeout: deadlines.statementMs,
  });
  // An idle connection that ends is taken out of the pool; the next request opens another.
  pool.on("error", () => {});
  const broken = new WeakSet<PoolClient>();
  // From its first moment on: an error event that nobody listens to would end the process.
  pool.on("connect", (client) => {
    client.on("error", () => broken.add(client));
    // Before its first statement. A setting of the connection's start would give way to those of the URL.
    if (settings.length === 0) return;
    const statements = settings.map((setting) => `set ${setting}`).join("; ");
    client.query(statements).catch(() => broken.add(client));
  });
  const names = new StatementNames();
  const clients = new WeakMap<PoolClient, PostgresPoolClient>();
  const connect = async (): Promise<PostgresPoolClient> => {
    try {
      const client = await pool.connect();
      const known = clients.get(client) ?? checkedClient(client, names, broken);
      clients.set(client, known);
      return known;
    } catch (error) {
      throw postgresError(error);
    }
  };
  return {
    // For what Kysely would open beside the pool, which we never ask it for.
    options: {},
    end: () => pool.end(),
    state: () => {
      const { totalCount, idleCount, waitingCount } = pool;
      // What was just asked is queued for a moment, too, where there is a connection for it, or room for one.
      const waiting = Math.max(0, waitingCount - idleCount - (connections - totalCount));
      return { used: totalCount - idleCount, idle: idleCount, waiting };
    },
    connect,
    run: async <Row>(statement: string, parameters: readonly unknown[]) => {
      const client = await connect();
      try {
        return (await client.query<Row>(statement, parameters)).rows;
      } finally {
        client.release();
      }
    },
  };
}

function checkedClient(client: PoolClient, names: StatementNames, broken: WeakSet<PoolClient>): PostgresPoolClient {
  const query = async (statement: string, values: readonly unknown[]): Promise<unknown> => {
    checkStrings(values);
    try {
      return await client.query({ text: statement, values: [...values], ...names.of(statement) });
    } catch (error) {
      const typed = postgresError(error);
      if (typed !== error) broken.add(client);
      throw typed;
    }
  };
  // Kysely would also take cursors, which we have none of.
  return {
    query: query as PostgresPoolClient["query"],
    release: (destroy) => client.release(destroy || broken.has(client)),
  };
}

/** PostgreSQL has no NUL in its strings, so a query can't hold one. */
function checkStrings(values: readonly unknown[]): void {
  if (!values.some((value) => typeof value === "string" && value.includes("\0"))) return;
  throw new ServerError("BAD_INPUT", "A string has a NUL character.", "Leave it out.");
}

/** A statement that names no columns: `select *`, also of one of several tables. */
const allColumns = /\b(?:select|returning) (?:"\w+"\.)?\*|, "\w+"\.\*/;

/**
 * Names for prepared statements: each of ours is parsed and planned once a connection. Not those that name no columns: when another server
 * adds one to their table, PostgreSQL refuses to go on with them.
 */
class StatementNames {
  readonly #names = new Map<string, { name?: string }>();

  of(statement: string): { name?: string } {
    let named = this.#names.get(statement);
    if (named === undefined) {
      if (this.#names.size >= maxPrepared) return {};
      named = allColumns.test(statement) ? {} : { name: `keyfold_${this.#names.size}` };
      this.#names.set(statement, named);
    }
    return named;
  }
}

/**
 * SQLSTATE classes and codes that say nothing about the statement: the connection, resources, a shutdown, a time limit,
 * a standby that takes no writes, and a statement prepared before another replica migrated the tables (0A000).
 */
const unavailable = /^(?:08|28|53|57|58|XX)|^(?:0A000|25006|25P03|3D000|55P03)$/;

/** Whether the statement was fine, and it was the database that could not carry it out. */
function isUnavailable(error: unknown): boolean {
  // Only what the database itself answered has a SQLSTATE: the rest is the network, or our own time limit.
  return !(error instanceof DatabaseError) || unavailable.test(error.code ?? "");
}

/** `DATABASE_UNAVAILABLE` for what is the database's fault; everything else as it was thrown. */
function postgresError(error: unknown): unknown {
  return error instanceof ServerError || !isUnavailable(error) ? error : databaseUnavailable(error);
}

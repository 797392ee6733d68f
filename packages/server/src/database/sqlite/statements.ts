import SqliteConnection, { type Database as Connection, type Statement } from "better-sqlite3";
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";
import type { Queries } from "../database.ts";
import { databaseUnavailable } from "../errors.ts";
import type { Tables } from "../tables.ts";

const maxCached = 200;

/** Queries over a connection. */
export function queriesOver(connection: Connection): Queries {
  const database = withStatementCache(connection);
  return { query: new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }), run: runOn(database) };
}

/** Kysely prepares each query anew; most of ours are the same few, so their prepared form is cached. */
function withStatementCache(connection: Connection): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(sql: string): SqliteStatement {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = new CheckedStatement(orOurError(() => connection.prepare(sql)));
        if (statements.size >= maxCached) statements.clear();
        statements.set(sql, statement);
      }
      return statement;
    },
    close: () => connection.close(),
  };
}

/** Runs a statement that was compiled before. */
function runOn({ prepare }: SqliteDatabase): Queries["run"] {
  return <Row>(sql: string, parameters: readonly unknown[]): Row[] => {
    const statement = prepare(sql);
    if (statement.reader) return statement.all(parameters) as Row[];
    statement.run(parameters);
    return [];
  };
}

/** A statement whose errors are ours. */
class CheckedStatement implements SqliteStatement {
  readonly reader: boolean;
  readonly #statement: Statement<unknown[]>;

  constructor(statement: Statement<unknown[]>) {
    this.#statement = statement;
    this.reader = statement.reader;
  }

  all(parameters: readonly unknown[]): unknown[] {
    return orOurError(() => this.#statement.all(...parameters));
  }

  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return orOurError(() => this.#statement.run(...parameters));
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(parameters);
  }
}

function orOurError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteError(error);
  }
}

/** What says something about the statement, and not about the file, its disk or its lock. */
const ofStatement = /^SQLITE_(?:CONSTRAINT|ERROR|MISMATCH|RANGE|TOOBIG)/;

/** `DATABASE_UNAVAILABLE` for a full disk, a damaged file or a lock that is not freed; else the error as it is. */
export function sqliteError(error: unknown): unknown {
  if (!(error instanceof SqliteConnection.SqliteError) || ofStatement.test(error.code)) return error;
  return databaseUnavailable(error);
}

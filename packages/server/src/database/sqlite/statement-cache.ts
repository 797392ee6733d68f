import type { Database as Connection, Statement } from "better-sqlite3";
import type { SqliteDatabase, SqliteStatement } from "kysely";
import { sqliteError } from "./sqlite-error.ts";

const kept = 200;

/** Kysely prepares each query anew; most of ours are the same few, so their prepared form is kept. */
export function withStatementCache(connection: Connection): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(sql: string): SqliteStatement {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = new CheckedStatement(orOurError(() => connection.prepare(sql)));
        if (statements.size >= kept) statements.clear();
        statements.set(sql, statement);
      }
      return statement;
    },
    close: () => connection.close(),
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
    return orOurError(() => this.#statement.all(parameters));
  }

  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return orOurError(() => this.#statement.run(parameters));
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

import type { Database as Connection, Statement } from "better-sqlite3";

const kept = 200;

/** Kysely prepares each query anew; most of ours are the same few, so their prepared form is kept. */
export function withStatementCache(connection: Connection): { prepare(sql: string): Statement; close(): void } {
  const statements = new Map<string, Statement>();
  return {
    prepare(sql: string): Statement {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = connection.prepare(sql);
        if (statements.size >= kept) statements.clear();
        statements.set(sql, statement);
      }
      return statement;
    },
    close: () => connection.close(),
  };
}

import { CompiledQuery, type Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** By what a database's dialect is made of, then by the statement's key. */
const compiled = new WeakMap<object, Map<string, string>>();

/**
 * Runs a statement that each read or commit runs: compiling it takes longer than running it, so that is done once.
 *
 * @param key - the same for all statements that differ in their parameters alone; there are few of them.
 * @param compile - compiles the statement, for any parameters.
 * @param parameters - in the order in which the statement has them.
 */
export async function runCompiled<Row>(
  query: Kysely<Tables>,
  key: string,
  compile: () => CompiledQuery<Row>,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const dialect = query.getExecutor().adapter.constructor;
  let ofDialect = compiled.get(dialect);
  if (ofDialect === undefined) {
    ofDialect = new Map();
    compiled.set(dialect, ofDialect);
  }
  let statement = ofDialect.get(key);
  if (statement === undefined) {
    statement = compile().sql;
    ofDialect.set(key, statement);
  }
  return (await query.executeQuery<Row>(CompiledQuery.raw(statement, [...parameters]))).rows;
}

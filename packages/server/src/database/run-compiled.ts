import { CompiledQuery, type Kysely, type RawBuilder } from "kysely";
import type { Tables } from "./tables.ts";

/** By what a database's dialect is made of, then by the statement's key. */
const compiled = new WeakMap<object, Map<string, string>>();

/**
 * Runs a statement that each read runs: compiling it takes longer than running it, so that is done once.
 *
 * @param key - the same for all statements that differ in their parameters alone; there are few of them.
 * @param build - the statement, for any parameters.
 * @param parameters - in the order in which the statement has them.
 */
export async function runCompiled<Row>(
  query: Kysely<Tables>,
  key: string,
  build: () => RawBuilder<Row>,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const dialect = query.getExecutor().adapter.constructor;
  const ofDialect = compiled.get(dialect) ?? new Map<string, string>();
  compiled.set(dialect, ofDialect);
  const statement = ofDialect.get(key) ?? build().compile(query).sql;
  ofDialect.set(key, statement);
  return (await query.executeQuery<Row>(CompiledQuery.raw(statement, [...parameters]))).rows;
}

import type { CompiledQuery, Kysely, RawBuilder } from "kysely";
import type { Queries } from "./database.ts";
import type { Tables } from "./tables.ts";

/** By what a database's dialect is made of, then by the statement's key. */
const compiled = new WeakMap<object, Map<string, string>>();

/**
 * Runs a statement that each read or commit runs: building and compiling it takes longer than running it, so that is done
 * once, and it is run without what Kysely does around each query.
 *
 * @param key - the same for all statements that differ in their parameters alone; there are few of them.
 * @param build - builds the statement, for any parameters.
 * @param parameters - in the order in which the statement has them.
 */
export function runCompiled<Row>(
  queries: Queries,
  key: string,
  build: () => { compile(query: Kysely<Tables>): CompiledQuery<Row> },
  parameters: readonly unknown[],
): Row[] | Promise<Row[]> {
  const dialect = queries.query.getExecutor().adapter.constructor;
  let ofDialect = compiled.get(dialect);
  if (ofDialect === undefined) {
    ofDialect = new Map();
    compiled.set(dialect, ofDialect);
  }
  let statement = ofDialect.get(key);
  if (statement === undefined) {
    statement = build().compile(queries.query).sql;
    ofDialect.set(key, statement);
  }
  return queries.run<Row>(statement, parameters);
}

/**
 * A statement for `runCompiled` that differs in its parameters alone.
 *
 * @param build - uses each of its parameters once, in their order.
 */
export function statement<Parameters extends readonly unknown[], Row>(
  key: string,
  build: (...parameters: Parameters) => RawBuilder<Row>,
): (queries: Queries, ...parameters: Parameters) => Row[] | Promise<Row[]> {
  return (queries, ...parameters) => runCompiled(queries, key, () => build(...parameters), parameters);
}

/** The values, with the last of them repeated until they are a power of two: so there are few different statements with a list. */
export function powerOfTwo<T>(values: readonly T[]): T[] {
  const count = 2 ** Math.ceil(Math.log2(values.length));
  return [...values, ...values.slice(-1).flatMap((last) => Array<T>(count - values.length).fill(last))];
}

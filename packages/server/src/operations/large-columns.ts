import { sql } from "kysely";
import { inTurns } from "./in-turns.ts";
import { inGroups, type ListReader, type RequestLists } from "./lists.ts";

/** A row of a page, and the size of its column in bytes; null where the column is. */
interface SizedRow {
  readonly id: string;
  readonly bytes: number | null;
}

/** What one statement reads of a column, unless one row alone has more. */
const atOnce = { bytes: 1_048_576, rows: 500 };

/**
 * A column of a page's rows that may be large: read once it is asked for, for the whole page, and counted in the response's
 * budget before.
 *
 * @param caller - whose list it is.
 * @returns what gives the column of a row, by the row's id.
 */
export function largeColumn(
  lists: RequestLists,
  caller: { readonly id: string },
  table: "run" | "token" | "trust",
  column: "allow" | "claims" | "grants" | "uses" | "jwks",
  rows: readonly SizedRow[],
): (id: string) => Promise<string | null> {
  let columns: Promise<Map<string, string>> | undefined;
  const turn = inTurns(lists);
  return async (id) => {
    columns ??= lists.more(caller.id, (reader) => readColumn(reader, table, column, rows));
    const read = await columns;
    await turn();
    return read.get(id) ?? null;
  };
}

async function readColumn(
  { read, budget }: ListReader,
  table: string,
  column: string,
  rows: readonly SizedRow[],
): Promise<Map<string, string>> {
  const present = rows.flatMap(({ id, bytes }) => (bytes === null ? [] : [{ id, bytes: Number(bytes) }]));
  budget.addBytes(present.reduce((sum, { bytes }) => sum + bytes, 0));
  const found = new Map<string, string>();
  for (const group of inGroups(present, atOnce.rows, atOnce.bytes, ({ bytes }) => bytes)) {
    const ids = sql.join(group.map(({ id }) => id));
    const values = await read<{ id: string; value: string }>(
      sql`select id, ${sql.ref(column)} as value from ${sql.table(table)} where id in (${ids})`,
    );
    for (const { id, value } of values) found.set(id, value);
  }
  return found;
}

import type { RequestTime } from "../budgets/request-time.ts";
import type { RequestLists } from "./lists.ts";

/** Rows that are answered in one turn of the event loop: a few milliseconds. */
const rowsAtOnce = 200;

/**
 * Spreads the work for many rows over turns of the event loop, so that others are served between them.
 *
 * @returns a function that each row calls; what it gives resolves in the row's turn.
 */
export function inTurns({ time }: RequestLists): () => Promise<void> {
  let rows = 0;
  let turn: Promise<void> = Promise.resolve();
  return () => {
    if (rows > 0 && rows % rowsAtOnce === 0) turn = turn.then(() => nextTurn(time));
    rows += 1;
    return turn;
  };
}

/** Makes what is answered for each row, each in its turn: GraphQL waits for it. */
export function mapInTurns<Row, Result>(
  lists: RequestLists,
  rows: readonly Row[],
  map: (row: Row) => Result,
): Promise<Result>[] {
  const turn = inTurns(lists);
  return rows.map((row) => turn().then(() => map(row)));
}

function nextTurn(time: RequestTime): Promise<void> {
  return new Promise((resolve) =>
    setImmediate(() => {
      time.charge();
      resolve();
    }),
  );
}

/** Rows that are answered in one turn of the event loop: a few milliseconds. */
const rowsAtOnce = 200;

/**
 * Spreads the work for many rows over turns of the event loop, so that others are served between them.
 *
 * @returns a function that each row calls; what it gives resolves in the row's turn.
 */
export function inTurns(): () => Promise<void> {
  let rows = 0;
  let turn: Promise<void> = Promise.resolve();
  return () => {
    if (rows > 0 && rows % rowsAtOnce === 0) turn = turn.then(() => new Promise((resolve) => setImmediate(resolve)));
    rows += 1;
    return turn;
  };
}

/** Makes what is answered for each row, each in its turn: GraphQL waits for it. */
export function mapInTurns<Row, Result>(rows: readonly Row[], map: (row: Row) => Result): Promise<Result>[] {
  const turn = inTurns();
  return rows.map((row) => turn().then(() => map(row)));
}

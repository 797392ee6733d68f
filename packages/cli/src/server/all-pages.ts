/** Rows that are asked for at a time. */
const rowsPerPage = 500;

/** Every row of a list, page after page; one that moved to a later page while they were read is given once. */
export async function allPages<Row>(
  ask: (page: { limit: number; offset: number }) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): Promise<Row[]> {
  const rows = new Map<string, Row>();
  for (let offset = 0; ; offset += rowsPerPage) {
    const page = await ask({ limit: rowsPerPage, offset });
    for (const row of page) rows.set(keyOf(row), row);
    if (page.length < rowsPerPage) return [...rows.values()];
  }
}

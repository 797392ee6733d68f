import type { Client } from "@keyfold/client";
import { codeOf } from "@keyfold/common/error";

const rowsPerPage = 500;

/** Every row of a list, read page by page; one that moves to a later page meanwhile is returned only once. */
export async function allPages<Row>(
  list: (page: { limit: number; offset: number }) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): Promise<Row[]> {
  const rows = new Map<string, Row>();
  for (let offset = 0; ; offset += rowsPerPage) {
    const page = await list({ limit: rowsPerPage, offset });
    for (const row of page) rows.set(keyOf(row), row);
    if (page.length < rowsPerPage) return [...rows.values()];
  }
}

/**
 * What a client's token may do, by trying what each role may; the audit log has a refused row for each that failed.
 *
 * @throws ClientError with any code but FORBIDDEN.
 */
export async function roleOf(client: Client): Promise<"admin" | "editor" | "runner"> {
  if (await isAllowed(() => client.tokens({ limit: 1 }))) return "admin";
  return (await isAllowed(() => client.secrets({ limit: 1 }))) ? "editor" : "runner";
}

async function isAllowed(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (codeOf(error) === "FORBIDDEN") return false;
    throw error;
  }
}

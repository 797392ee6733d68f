import type { Client, Identity, Role } from "@keyfold/client";
import { codeOf } from "@keyfold/common/error";
import { roles } from "./grants.ts";

const rowsPerPage = 500;

/** Every row of a list, read page by page; one that moves to a later page meanwhile is returned only once. */
export async function allPages<Row extends { readonly id: string } | { readonly name: string }>(
  list: (page: { limit: number; offset: number }) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const rows = new Map<string, Row>();
  for (let offset = 0; ; offset += rowsPerPage) {
    const page = await list({ limit: rowsPerPage, offset });
    for (const row of page) rows.set("id" in row ? row.id : row.name, row);
    if (page.length < rowsPerPage) return [...rows.values()];
  }
}

/** Whose token a client has, and the strongest of its roles. */
export interface Identified {
  readonly role: Role;
  /** `undefined` where the server is of 0.1, and doesn't say. */
  readonly identity: Identity | undefined;
}

/**
 * Finds out whose token a client has.
 *
 * @throws ClientError.
 */
export async function identify(client: Client): Promise<Identified> {
  try {
    const identity = await client.whoami();
    const role = roles.find((one) => identity.grants.some((grant) => grant.role === one)) ?? "runner";
    return { role, identity };
  } catch (error) {
    if (codeOf(error) !== "BAD_INPUT") throw error;
    return { role: await roleOf(client), identity: undefined };
  }
}

/** What a token may do on a server of 0.1, by trying what each role may; its audit log has a refused row for each that failed. */
async function roleOf(client: Client): Promise<Role> {
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

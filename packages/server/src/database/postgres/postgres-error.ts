import { DatabaseError } from "pg";
import { ServerError } from "../../server-error.ts";
import { databaseUnavailable } from "../errors.ts";

/**
 * SQLSTATE classes and codes that say nothing about the statement: the connection, resources, a shutdown, a time limit,
 * a standby that takes no writes, and a statement prepared before another replica migrated the tables (0A000).
 */
const unavailable = /^(?:08|28|53|57|58|XX)|^(?:0A000|25006|25P03|3D000|55P03)$/;

/** Whether the statement was fine, and it was the database that could not carry it out. */
function isUnavailable(error: unknown): boolean {
  // Only what the database itself answered has a SQLSTATE: the rest is the network, or our own time limit.
  return !(error instanceof DatabaseError) || unavailable.test(error.code ?? "");
}

/** `DATABASE_UNAVAILABLE` for what is the database's fault; everything else as it was thrown. */
export function postgresError(error: unknown): unknown {
  return error instanceof ServerError || !isUnavailable(error) ? error : databaseUnavailable(error);
}

import SqliteConnection from "better-sqlite3";
import { databaseUnavailable } from "../errors.ts";

/** What says something about the statement, and not about the file, its disk or its lock. */
const ofStatement = /^SQLITE_(?:CONSTRAINT|ERROR|MISMATCH|RANGE|TOOBIG)/;

/** `DATABASE_UNAVAILABLE` for a full disk, a damaged file or a lock that is not freed; else the error as it is. */
export function sqliteError(error: unknown): unknown {
  if (!(error instanceof SqliteConnection.SqliteError) || ofStatement.test(error.code)) return error;
  return databaseUnavailable(error);
}

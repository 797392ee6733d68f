import { ServerError } from "../server-error.ts";

/** For a database that can't be asked now: unreachable, stopped, full, or too slow. */
export function databaseUnavailable(cause: unknown): ServerError {
  return new ServerError(
    "DATABASE_UNAVAILABLE",
    "The database can't be reached or doesn't answer in time.",
    "Try again soon. If it goes on, see the server's own log for the reason.",
    { cause },
  );
}

/** For a list that takes too long. */
export function listTimeout(cause?: unknown): ServerError {
  return new ServerError(
    "LIST_TIMEOUT",
    "The list takes too long to read.",
    "Narrow it by its filters, or read it in pages that go on behind a row (`before`, `after`) instead of an offset.",
    { cause },
  );
}

/** The connection was lost during a commit: nobody can tell now whether it went through. */
export class OutcomeUnknown extends ServerError {
  constructor(cause: unknown) {
    super(
      "DATABASE_UNAVAILABLE",
      "The database was lost while it was writing. Whether the change was kept is not known.",
      "Look whether it was before you repeat it.",
      { cause },
    );
  }
}

/**
 * The transaction is gone while its work was going on: the database rolled all of it back (a full disk), or can't be
 * reached any more. What is done after it must not count as done.
 */
export class TransactionLost extends ServerError {
  constructor(cause: unknown) {
    super(
      "DATABASE_UNAVAILABLE",
      "The database rolled back what was being written. Nothing of it was kept.",
      "Try again soon. If it goes on, see the server's own log for the reason.",
      { cause },
    );
  }
}

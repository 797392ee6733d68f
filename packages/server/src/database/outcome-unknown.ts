import { ServerError } from "../server-error.ts";

/** The connection was lost during a commit: nobody can tell now whether it went through. */
export class OutcomeUnknown extends ServerError {
  constructor(cause: unknown) {
    super(
      "DATABASE_UNAVAILABLE",
      "The database was lost while it was writing. Whether the change was kept is not known.",
      "Look whether it was before you repeat it.",
      cause,
    );
  }
}

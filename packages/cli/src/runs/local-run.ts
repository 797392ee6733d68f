import { CommandError } from "../command-error.ts";
import type { RunOfProgram } from "./run-of-program.ts";

/** No run: every secret is in `context.secrets`, or nowhere. */
export const localRun: RunOfProgram = {
  read: async (names) => {
    if (names.length === 0) return [];
    const missing = names.map((name) => JSON.stringify(name)).join(", ");
    throw new CommandError(
      "SECRET_NOT_FOUND",
      `There is no secret ${missing}. Looked in context.secrets alone: secrets are local here.`,
      "Add it under [context.secrets] of ~/.keyfold/config.toml, or log in to a server: keyfold login URL",
    );
  },
  end: async () => {},
};

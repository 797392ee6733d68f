import { ServerError } from "../server-error.ts";

/** Which rows of a list: `limit` of them after `offset`. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

interface PageArguments {
  readonly limit?: number | null;
  readonly offset?: number | null;
}

/** Checks a list's `limit` and `offset`. */
export function readPage({ limit, offset }: PageArguments, absent: number, most: number): Page {
  const page = { limit: limit ?? absent, offset: offset ?? 0 };
  if (page.limit < 0 || page.limit > most || page.offset < 0) {
    throw new ServerError(
      "BAD_INPUT",
      `limit must be 0 to ${most}, and offset 0 or more.`,
      "Ask for the rows in pages.",
    );
  }
  return page;
}

/** Rows of a list of runs, tokens, teams or audit rows, unless the caller says how many. */
export const usualPage = 100;

/** For a list that was asked for as a whole, and is longer than a page may be. */
export function tooManyRows(most: number): ServerError {
  return new ServerError("LIMIT_EXCEEDED", `There are more than ${most} rows.`, "Ask for pages with limit and offset.");
}

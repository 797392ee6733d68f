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

/**
 * Checks a list's `limit` and `offset`.
 *
 * @param defaultRows - the limit, where none is given.
 * @throws ServerError `BAD_INPUT` for a limit beyond `maxRows`, or one below 0.
 */
export function readPage({ limit, offset }: PageArguments, defaultRows: number, maxRows: number): Page {
  const page = { limit: limit ?? defaultRows, offset: offset ?? 0 };
  if (page.limit < 0 || page.limit > maxRows || page.offset < 0) {
    throw new ServerError(
      "BAD_INPUT",
      `limit must be 0 to ${maxRows}, and offset 0 or more.`,
      "Ask for the rows in pages.",
    );
  }
  return page;
}

/** Rows of a list of runs, tokens, teams or audit rows, unless the caller says how many. */
export const defaultPageRows = 100;

/** For a list that was asked for as a whole, and is longer than a page may be. */
export function tooManyRows(max: number): ServerError {
  return new ServerError("LIMIT_EXCEEDED", `There are more than ${max} rows.`, "Ask for pages with limit and offset.");
}

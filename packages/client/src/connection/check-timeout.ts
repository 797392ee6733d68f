import { ClientError } from "../client-error.ts";

/** The longest that a timer of JavaScript can wait. */
const longest = 2 ** 31 - 1;

/**
 * @param where - what sets the time, for the message.
 * @throws ClientError with code INVALID_OPTIONS.
 */
export function checkTimeout(milliseconds: number, where: string): number {
  if (milliseconds > 0 && milliseconds <= longest) return milliseconds;
  throw new ClientError(
    "INVALID_OPTIONS",
    `${where} is not a time that a call may take.`,
    "Give a number above 0, and at most 24 days.",
  );
}

import { ServerError } from "../server-error.ts";

/** Checks a lifetime in seconds. */
export function checkTtl(ttlSeconds: number, most: number): number {
  if (ttlSeconds >= 1 && ttlSeconds <= most) return ttlSeconds;
  throw new ServerError("BAD_INPUT", `ttlSeconds must be 1 to ${most}.`, "Extend what has to live longer.");
}

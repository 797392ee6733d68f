import { ClientError } from "../client-error.ts";
import { FailedAttempt } from "./failed-attempt.ts";

/**
 * A request's body as JSON.
 *
 * @throws FailedAttempt with code BAD_INPUT for what JSON would change without a word (`NaN`, a `Map`, a function, a
 *   `Redacted`, which would be stored as the text `<secret>`) or can't say (a bigint, an object inside itself).
 */
export function jsonOfRequest(body: unknown): string {
  try {
    return JSON.stringify(body, refuseChanges);
  } catch {
    const error = new ClientError(
      "BAD_INPUT",
      "The variables hold something that is not JSON. Nothing was sent.",
      "Numbers must be finite, a bigint a text, a Map an object; reveal() what is redacted.",
    );
    throw new FailedAttempt(error, "never");
  }
}

function refuseChanges(this: unknown, key: string, value: unknown): unknown {
  const original: unknown = Object(this)[key];
  const isChanged =
    (typeof value === "number" && !Number.isFinite(value)) ||
    typeof value === "function" ||
    typeof value === "symbol" ||
    (value === undefined && Array.isArray(this)) ||
    value instanceof Map ||
    value instanceof Set ||
    ArrayBuffer.isView(value) ||
    typeof Object(original).reveal === "function";
  if (isChanged) throw new TypeError("not JSON");
  return value;
}

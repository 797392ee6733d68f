import { context } from "@keyfold/context";
import { redact } from "@keyfold/secret";

/** Writes a line of log: the request's id, and no value that was read. */
export function log(text: string): void {
  console.error(redact(`${context.get("requestId") ?? "-"} ${text}`));
}

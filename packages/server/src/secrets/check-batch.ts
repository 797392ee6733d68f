import { ServerError } from "../server-error.ts";

/** Throws for a list of nothing, and for one longer than the setting `batch`. */
export function checkBatch(items: readonly unknown[], most: number): void {
  if (items.length === 0) throw new ServerError("BAD_INPUT", "The list is empty.", "Give at least one name.");
  if (items.length > most) {
    throw new ServerError("LIMIT_EXCEEDED", `The list has more than ${most} items.`, "Send it in several requests.");
  }
}

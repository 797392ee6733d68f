import assert from "node:assert/strict";
import { context } from "@keyfold/context";
import { configure } from "./given.ts";

export function before(): void {
  configure('[context.secrets]\nKEY = "from the file"\n');
}

/** Outside of the scope it is what it was. */
export function after(): void {
  assert.equal(context.secrets.KEY, "from the file");
}

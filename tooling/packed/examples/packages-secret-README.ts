import assert from "node:assert/strict";
import { admin, audited, canary, readOnServer } from "./given.ts";

export async function before(): Promise<void> {
  await admin.setSecret({ name: "my secret", value: canary });
  readOnServer((await admin.createToken({ name: "a service", role: "runner" })).token);
}

/** It was read, in a run that has ended. */
export async function after(): Promise<void> {
  assert.deepEqual(await audited(3), ["run.end", "secret.read", "run.open"]);
}

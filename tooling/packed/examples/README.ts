import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { admin, audited, configure, programWith, readOnServer } from "./given.ts";

export function before(): void {
  configure('[context.secrets]\n"my secret" = 42\n');
}

/** The same program in production, where its run is recorded. */
export async function after(): Promise<void> {
  configure("");
  await admin.setSecret({ name: "my secret", value: 42 });
  readOnServer((await admin.createToken({ name: "app", role: "runner" })).token);
  execFileSync(process.execPath, [programWith("app.ts")], { stdio: "inherit" });
  assert.deepEqual(await audited(3), ["run.end", "secret.read", "run.open"]);
}

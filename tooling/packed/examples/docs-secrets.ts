import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mock } from "node:test";
import type { Logger } from "pino";
import { admin, canary, give, readOnServer } from "./given.ts";

const says = 'process.stdin.resume().on("end", () => console.log(`the child says ${process.env.CANARY}`))';
const child = spawn(process.execPath, ["-e", says]);
const changed = Promise.withResolvers<unknown>();

/** In a process that `keyfold run` would have started. */
export async function before(): Promise<void> {
  for (const name of ["slack url", "stripe key", "database password"]) await admin.setSecret({ name, value: canary });
  readOnServer((await admin.openRun({ ttlSeconds: 60 })).token);
  give({ child, pool: { setPassword: changed.resolve } });
  mock.timers.enable({ apis: ["setTimeout"] });
}

/** What was read is masked in the log, as in what the child says; a change arrives. The test looks at what is printed. */
export async function after({ url, password, log }: { url: unknown; password: string; log: Logger }): Promise<void> {
  assert.ok(url === canary && password === canary);
  log.info({ url }, `the log says ${url}`);
  await admin.setSecret({ name: "database password", value: `new ${canary}` });
  mock.timers.tick(330_000);
  assert.ok((await changed.promise) === `new ${canary}`);
  mock.timers.reset();
  child.stdin.end();
  await once(child, "close");
}

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Logger } from "pino";
import { canary, configure, give } from "./given.ts";

const child = spawn(process.execPath, ["-e", "process.stdout.write(`the child says ${process.env.CANARY}\\n`)"]);

export function before(): void {
  const secrets = ["slack url", "stripe key", "database password"].map(
    (name) => `"${name}" = ${JSON.stringify(canary)}\n`,
  );
  configure(`[context.secrets]\n${secrets.join("")}`);
  give({ child, pool: { setPassword: () => assert.fail("it was not changed") } });
}

/** The test looks at what these print. */
export async function after({ url, password, log }: Record<string, unknown>): Promise<void> {
  assert.equal(url, canary);
  assert.equal(password, canary);
  (log as Logger).info({ url }, `the log says ${url}`);
  if (child.exitCode === null) await once(child, "close");
}

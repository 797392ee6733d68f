import assert from "node:assert/strict";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { context, type Redacted } from "@keyfold/context";
import { canary, configure, give } from "./given.ts";

const tests: (() => unknown)[] = [];
const restored: unknown[] = [];
const charged: string[][] = [];
let fromWorker: Promise<unknown[]> | undefined;

export function before(): void {
  configure(`[context.secrets]\nKEY = "from the file"\nCANARY = ${JSON.stringify(canary)}\n`);
  give({
    Worker: class extends Worker {
      constructor(...of: ConstructorParameters<typeof Worker>) {
        super(...of);
        fromWorker = once(this, "message");
      }
    },
    file: "./docs-context.worker.ts",
    workerData: { snapshot: context.run({ secrets: { KEY: "from a snapshot" } }, () => context.snapshot()) },
    main: () => restored.push(context.secrets.KEY),
    test: (_name: string, run: () => unknown) => tests.push(run),
    charge: async () => charged.push(Object.keys(context.secrets)),
  });
}

/** Scopes are over, what was restored is seen here and in the worker, the test finds its secret alone; nothing prints. */
export async function after({ key }: { key: Redacted<unknown> }): Promise<void> {
  assert.equal(context.secrets.TEMP, undefined);
  assert.deepEqual(restored, ["from a snapshot"]);
  assert.deepEqual(await fromWorker, ["VALUE"]);
  for (const run of tests) await run();
  assert.deepEqual(charged, [["stripe key"]]);
  assert.equal(key.reveal(), "VALUE");
  assert.equal(JSON.stringify(context.secrets), '{"KEY":"<secret>","CANARY":"<secret>"}');
  console.log(key, context);
}

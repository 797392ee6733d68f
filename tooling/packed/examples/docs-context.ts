import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { context, type Redacted } from "@keyfold/context";
import { canary, configure, give } from "./given.ts";

const tests: (() => unknown)[] = [];
const restored: unknown[] = [];
const charged: string[][] = [];
let worker: Worker | undefined;

export function before(): void {
  configure(`[context.secrets]\nKEY = "from the file"\nCANARY = ${JSON.stringify(canary)}\n`);
  writeFileSync(
    "worker.js",
    `import { parentPort, workerData } from "node:worker_threads";
     import { context } from "@keyfold/context";
     context.restore(workerData.snapshot, () => parentPort.postMessage(context.secrets.KEY));`,
  );
  give({
    Worker: class extends Worker {
      constructor(...of: ConstructorParameters<typeof Worker>) {
        super(...of);
        worker = this;
      }
    },
    file: "./worker.js",
    workerData: { snapshot: context.run({ secrets: { KEY: "kept" } }, () => context.snapshot()) },
    main: () => restored.push(context.secrets.KEY),
    test: (_name: string, run: () => unknown) => tests.push(run),
    charge: async () => charged.push(Object.keys(context.secrets)),
  });
}

/** The worker and the test find what they were given, and nothing prints. */
export async function after({ key }: Record<string, unknown>): Promise<void> {
  assert.ok(worker);
  assert.deepEqual(await once(worker, "message"), ["VALUE"]);
  assert.deepEqual(restored, ["kept"]);
  for (const run of tests) await run();
  assert.deepEqual(charged, [["stripe key"]]);
  assert.equal((key as Redacted<unknown>).reveal(), "VALUE");
  console.log(key, context, JSON.stringify(context.secrets));
}

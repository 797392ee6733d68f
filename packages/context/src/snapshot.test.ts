import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { canary } from "@tooling/vitest/canary";
import { expect, test } from "vitest";
import { context, Redacted } from "./index.ts";

declare module "./context-fields.ts" {
  interface ContextFields {
    traceId: string;
    onDone: () => string;
    ticket: Redacted<{ token: string }>;
  }
}

const worker = `
  const { parentPort, workerData } = require("node:worker_threads");
  import(workerData.entry).then(({ context }) => {
    context.restore(workerData.snapshot, () => {
      setTimeout(() => parentPort.postMessage({
        secret: context.secrets.KEY,
        trace: context.get("traceId"),
        token: context.get("ticket").reveal().token,
        printed: String(context.get("ticket")),
        done: context.has("onDone"),
      }), 0);
    });
  });
`;

test("a snapshot crosses to a worker thread, with its secrets and what can be cloned", async () => {
  const snapshot = context.run(
    {
      secrets: { KEY: canary },
      traceId: "t1",
      onDone: () => "done",
      ticket: new Redacted({ token: canary }),
    },
    () => context.snapshot(),
  );
  const entry = new URL("./index.ts", import.meta.url).href;
  const thread = new Worker(worker, {
    eval: true,
    workerData: { snapshot, entry },
    execArgv: ["--conditions=source", "--no-warnings"],
  });
  const [answer] = await once(thread, "message");
  expect(answer).toEqual({ secret: canary, trace: "t1", token: canary, printed: "<secret>", done: false });
  await thread.terminate();
});

test("in its own process a snapshot holds every field, as it was when it was taken", () => {
  const snapshot = context.run({ secrets: { KEY: "then" }, onDone: () => "done" }, () => {
    const taken = context.snapshot();
    context.secrets.KEY = "later";
    return taken;
  });
  for (let turn = 0; turn < 2; turn += 1) {
    context.restore(snapshot, () => {
      expect([context.secrets.KEY, context.get("onDone")?.()]).toEqual(["then", "done"]);
      context.secrets.KEY = "in the restored scope";
    });
  }
  expect(context.secrets.KEY).toBeUndefined();
});

test("the bytes of a snapshot can be sent through a pipe", () => {
  const snapshot = context.run({ secrets: { KEY: "VALUE", list: [1, null] } }, () => context.snapshot());
  const bytes = new Uint8Array(snapshot.export());
  context.restore(bytes, () => {
    expect([context.secrets.KEY, context.secrets.list]).toEqual(["VALUE", [1, null]]);
  });
});

test("what is no snapshot is refused without showing it", () => {
  const junk = new TextEncoder().encode(canary);
  expect(() => context.restore(junk, () => {})).toThrow(
    expect.objectContaining({
      name: "ContextError",
      code: "INVALID_SNAPSHOT",
      message: expect.not.stringContaining("7Qp"),
    }),
  );
});

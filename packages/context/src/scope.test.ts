import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
import { setImmediate as immediate, setTimeout as timeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { context } from "./index.ts";

const ways: ((check: () => void) => Promise<unknown>)[] = [
  (check) => timeout(1).then(check),
  (check) => immediate().then(check),
  (check) => new Promise<void>((resolve) => queueMicrotask(() => resolve(check()))),
  (check) => new Promise<void>((resolve) => process.nextTick(() => resolve(check()))),
  async (check) => {
    for (let step = 0; step < 3; step += 1) {
      await null;
      check();
    }
  },
  async (check) => {
    for await (const _part of Readable.from(["a", "b"]).map((part: string) => part)) check();
  },
  (check) => {
    const emitter = new EventEmitter();
    const done = new Promise<void>((resolve) => emitter.once("done", () => resolve(check())));
    setTimeout(() => emitter.emit("done"), 1);
    return done;
  },
];

test("10,000 interleaved scopes each see their own writes and nobody else's", async () => {
  let checks = 0;
  const wrong: unknown[] = [];
  const scopes = Array.from({ length: 10_000 }, (_, index) =>
    context.run({ secrets: { KEY: `given ${index}` } }, async () => {
      const expected = `written ${index}`;
      const check = (its = expected): void => {
        if (context.secrets.KEY !== its) wrong.push([its, context.secrets.KEY]);
        checks += 1;
      };
      check(`given ${index}`);
      await ways[index % ways.length]?.(() => {});
      context.secrets.KEY = expected;
      for (let turn = 0; turn < 3; turn += 1) await ways[(index + turn) % ways.length]?.(check);
      await context.run({ secrets: { KEY: "nested" } }, async () => {
        await immediate();
        context.secrets.KEY = "nested too";
      });
      check();
    }),
  );
  await Promise.all(scopes);
  expect(wrong).toEqual([]);
  expect(checks).toBeGreaterThan(50_000);
  expect(context.get("secrets").KEY).toBeUndefined();
});

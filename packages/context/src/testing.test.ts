import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { context, resetContext } from "./index.ts";
import { withSecrets } from "./testing.ts";

describe("parallel tests each have their own secrets", () => {
  beforeAll(() => {
    context.secrets.KEY = "the process's";
    return () => resetContext();
  });
  for (let index = 0; index < 20; index += 1) {
    test.concurrent(
      `test ${index}`,
      withSecrets({ "my secret": index }, async () => {
        expect(context.secrets.KEY).toBeUndefined();
        context.secrets.KEY = index;
        await wait(index % 3);
        expect([context.secrets["my secret"], context.secrets.KEY]).toEqual([index, index]);
        expect(context.config.get("cloud.use_local_secrets")).toBe(true);
      }),
    );
  }
});

test("arguments and the result pass through, nothing stays", () => {
  expect(withSecrets({ A: 1 }, (a: number, b: number) => a + b + Number(context.secrets.A))(2, 3)).toBe(6);
  expect(context.run({ secrets: {} }, () => Object.hasOwn({ ...context.secrets }, "A"))).toBe(false);
});

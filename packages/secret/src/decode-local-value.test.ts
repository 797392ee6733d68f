import { readFileSync } from "node:fs";
import { withSecrets } from "@keyfold/context/testing";
import { describe, expect, test } from "vitest";
import { Secret } from "./index.ts";

interface Vector {
  id: string;
  input: { value: unknown };
  expect: { value: unknown };
}

const vectors: Vector[] = JSON.parse(readFileSync(new URL("./fixtures/decode.json", import.meta.url), "utf8"));

/** Chosen; explained in docs/secrets.md. */
const differences: Record<string, unknown> = { "decode/17": "NaN" };

describe("a local value comes back as Prefect 0.7 gives it", () => {
  test.for(vectors)("$id", ({ id, input, expect: { value } }) =>
    withSecrets({ KEY: input.value }, async () => {
      const found = await new Secret("KEY").get();
      expect(found).toStrictEqual(id in differences ? differences[id] : value);
    })(),
  );
});

test.for(["12345678901234567890", '{"account": 9007199254740993}', "-9007199254740993", "1e999", "Infinity"])(
  "a number that would lose digits stays a text: %s",
  (text) =>
    withSecrets({ KEY: text }, async () => {
      expect(await new Secret("KEY").get()).toBe(text);
    })(),
);

test(
  "decode: false leaves a text as it is",
  withSecrets({ password: "1e5", json: "{}" }, async () => {
    expect(await new Secret("password", { decode: false }).get()).toBe("1e5");
    expect(await new Secret("password").get()).toBe(100_000);
    expect(await new Secret("json", { decode: false }).get()).toBe("{}");
  }),
);

import { withSecrets } from "@keyfold/context/testing";
import { expect, expectTypeOf, test } from "vitest";
import { getSecrets, SecretNotFoundError } from "./index.ts";

test(
  "many secrets come as an object by name",
  withSecrets({ a: "1", b: { c: 2 }, ["__proto__"]: "p" }, async () => {
    const found = await getSecrets(["a", "b"]);
    expectTypeOf(found).toEqualTypeOf<{ a: unknown; b: unknown }>();
    expect(found).toEqual({ a: 1, b: { c: 2 } });
    expect(await getSecrets(["a"], { decode: false })).toEqual({ a: "1" });
    expect(Object.keys(await getSecrets(["__proto__"]))).toEqual(["__proto__"]);
    expect(await getSecrets([])).toEqual({});
  }),
);

test(
  "the first missing name is the error",
  withSecrets({ a: "1" }, async () => {
    const work = getSecrets(["a", "missing", "absent"]);
    await expect(work).rejects.toBeInstanceOf(SecretNotFoundError);
    await expect(work).rejects.toThrow('"missing"');
  }),
);

import { expect, test } from "vitest";
import { testServer } from "../../test/test-server.ts";
import type { Limits } from "./limits.ts";

test("a limit that is undefined is the default", async () => {
  const limits: Partial<Limits> = { runTtlSeconds: 60 };
  // As programs in JavaScript do.
  Reflect.set(limits, "nameCharacters", undefined);
  const server = await testServer({ limits });
  expect((await server.set("n".repeat(256), 1)).code).toBe("BAD_INPUT");
  const { code } = await server.ask(server.admin, "mutation { openRun(input: { ttlSeconds: 61 }) { id } }");
  expect(code).toBe("BAD_INPUT");
});

test("a limit that is no number is refused, as nothing would be more than that", async () => {
  const refused = testServer({ limits: { valueBytes: Number("none") } });
  await expect(refused).rejects.toMatchObject({
    code: "SETTINGS_INVALID",
    message: "The limit valueBytes is not a number.",
  });
});

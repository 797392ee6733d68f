import { canary } from "@tooling/vitest/canary";
import { expect, it } from "vitest";
import { person } from "../person.ts";

it("describes wrong use without the values on the line", async () => {
  const { keyfold } = person();
  const messageOf = async (...args: string[]): Promise<string> => (await keyfold(args)).stderr.split("\n")[0] ?? "";
  expect(await messageOf("secret", "set", "a", canary, `${canary}\n${canary}`)).toBe(
    "keyfold: too many arguments for 'set'. Expected 2 arguments but got 3.",
  );
  const unknown = "keyfold: unknown option. A value that begins with - goes through --stdin.";
  expect(await messageOf("secret", "set", "a", `-${canary}`)).toBe(unknown);
  expect(await messageOf("secret", "set", "a", "--hunter")).toBe(unknown);
  expect(await messageOf("secret", "rm", `--x=${canary}`)).toBe(unknown);
  expect(await messageOf("secret", "rm", "--jsn")).toBe("keyfold: unknown option '--jsn'");
});

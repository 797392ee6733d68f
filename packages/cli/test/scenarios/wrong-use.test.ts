import { canary } from "@tooling/vitest/canary";
import { expect, it } from "vitest";
import { person } from "../person.ts";

it("tells what is wrong with a line without the values in it", async () => {
  const { keyfold } = person();
  const said = async (...args: string[]): Promise<string> => (await keyfold(args)).stderr.split("\n")[0] ?? "";
  expect(await said("secret", "set", "a", canary, `${canary}\n${canary}`)).toBe(
    "keyfold: too many arguments for 'set'. Expected 2 arguments but got 3.",
  );
  const unknown = "keyfold: unknown option. A value that begins with - goes through --stdin.";
  expect(await said("secret", "set", "a", `-${canary}`)).toBe(unknown);
  expect(await said("secret", "set", "a", "--hunter")).toBe(unknown);
  expect(await said("secret", "rm", `--x=${canary}`)).toBe(unknown);
  expect(await said("secret", "rm", "--jsn")).toBe("keyfold: unknown option '--jsn'");
});

import { canary } from "@tooling/vitest/canary";
import { describe, expect, it } from "vitest";
import { person, runner } from "../person.ts";
import { node } from "../program.ts";

describe("keyfold run --redact", () => {
  it("masks the values of --env, --file and --allow on both outputs, in pieces and encoded too", async () => {
    const bo = await runner({ a: canary, b: "second value", c: "third value" });
    const script = `const { A, CANARY } = process.env;
      process.stdout.write("a: " + CANARY.slice(0, 9));
      setTimeout(() => console.log(CANARY.slice(9) + " " + Buffer.from(A).toString("base64")), 50);
      console.error("b: second value, c: third value, d: fourth value");`;
    const flags = ["--redact", "--allow", "c,none", "--env", "A=a", "--file", "B=b"];
    const { code, stdout, stderr } = await bo.keyfold(["run", ...flags, "--", ...node(script)]);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "a: <secret> <secret>\n",
      stderr: "b: <secret>, c: <secret>, d: fourth value\n",
    });
  });

  it("masks local values as well", async () => {
    const bo = person({ KEYFOLD__CONTEXT__SECRETS__A: canary, CANARY: canary });
    const { stdout } = await bo.keyfold(["run", "--redact", "--env", "A=a", "--shell", 'echo "$CANARY"']);
    expect(stdout).toBe("<secret>\n");
  });

  it("passes the exit code on, and starts nothing when a value can't be read", async () => {
    const bo = await runner({ a: canary });
    expect((await bo.keyfold(["run", "--redact", "--env", "A=a", "--", ...node("process.exit(9)")])).code).toBe(9);
    const { code, stderr } = await bo.keyfold(["run", "--redact", "--env", "A=none", "--", "true"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('There is no secret "none"') });
  });
});

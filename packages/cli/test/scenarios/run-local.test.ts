import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { describe, expect, it } from "vitest";
import { admin, type Person, person } from "../person.ts";

/** Somebody with a configuration file. */
function withConfig(toml: string, env: Record<string, string> = {}): Person {
  const bo = person({ CANARY: canary, ...env });
  mkdirSync(join(bo.home, ".keyfold"), { mode: 0o700 });
  writeFileSync(join(bo.home, ".keyfold/config.toml"), toml, { mode: 0o600 });
  return bo;
}

describe("keyfold run with local secrets", () => {
  it("starts the program as it is, without any server", async () => {
    const bo = person();
    const { code, stdout, stderr } = await bo.keyfold(["run", "--shell", "env | grep -c KEYFOLD"]);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "0\n", stderr: "" });
  });

  it("takes the values of --env and --file from context.secrets, exactly as they stand there", async () => {
    const toml = `[context.secrets]\nA = "$CANARY"\nlimits = { daily = 100, big = 9007199254740993 }\nnumber = "1e5"\n`;
    const bo = withConfig(toml);
    const flags = ["--env", "A=A", "--env", "LIMITS=limits", "--file", "NUMBER=number"];
    const line = `test "$A" = "$CANARY" && printf '%s ' "$LIMITS" && cat "$NUMBER"`;
    const { code, stdout } = await bo.keyfold(["run", ...flags, "--shell", line]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '{"daily":100,"big":9007199254740993} 1e5' });
  });

  it.each(["inf", "-inf", "nan", "1.0", "0.0", "1e-05", "1e+16", "42", "9007199254740993"])(
    "gives %s to the program as it is written, in a variable or a file",
    async (text) => {
      const bo = withConfig(`[context.secrets]\nb = ${text}\nlist = [1, 2.0]\n`, {
        KEYFOLD__CONTEXT__SECRETS__A: text,
      });
      const flags = ["--env", "A=a", "--env", "B=b", "--env", "L=list"];
      const { stdout } = await bo.keyfold(["run", ...flags, "--shell", 'echo "$A $B $L"']);
      expect(stdout).toBe(`${text} ${text} [1,2]\n`);
      // With --redact what is printed may be masked, so the program compares.
      const compare = `test "$A $B $L" = "${text} ${text} [1,2]" && echo same`;
      expect((await bo.keyfold(["run", "--redact", ...flags, "--shell", compare])).stdout).toBe("same\n");
    },
  );

  it.each(["True", "FALSE", "007", "1_000", "+1", "1.10", "2026-01-31"])(
    "gives %s of a variable as it is",
    async (text) => {
      const bo = person({ OTHER: text, KEYFOLD__CONTEXT__SECRETS__A: text, KEYFOLD__CONTEXT__SECRETS__B: "$OTHER" });
      const { stdout } = await bo.keyfold(["run", "--env", "A=a", "--env", "B=b", "--shell", 'echo "$A $B"']);
      expect(stdout).toBe(`${text} ${text}\n`);
    },
  );

  it.each([
    "2026-01-31",
    "2026-01-31 10:00:00",
    "2026-01-31T10:00:00+01:00",
    "10:00:00",
    "1_000",
    "0xff",
    "+1.0",
    "true",
  ])("gives %s of a file as it is written there", async (text) => {
    const { stdout } = await withConfig(`[context.secrets]\na = ${text} # b\n`).keyfold([
      "run",
      "--env",
      "A=a",
      "--shell",
      'echo "$A"',
    ]);
    expect(stdout).toBe(`${text}\n`);
  });

  it("refuses a list with inf in it, which JSON can't hold", async () => {
    const { code, stderr } = await withConfig("[context.secrets]\na = [1, inf]\n").keyfold([
      "run",
      "--env",
      "A=a",
      "--",
      "true",
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("with inf or nan in it") });
  });

  it("takes toJSON, constructor and __proto__ for names like any other", async () => {
    for (const name of ["toJSON", "constructor", "__proto__", "hasOwnProperty"]) {
      const without = withConfig("[context.secrets]\na = 'x'\n");
      const { code, stderr } = await without.keyfold(["run", "--env", `V=${name}`, "--", "true"]);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`There is no secret "${name}"`) });
      expect((await without.keyfold(["config", "get", `context.secrets.${name}`])).stderr).toContain("has no key");
      const bo = withConfig(`[context.secrets]\na = 'x'\nt = { ${name} = "y", z = 1 }\n${name} = "$CANARY"\n`);
      const flags = ["--env", `V=${name}`, "--env", "A=a", "--env", "T=t"];
      const { stdout } = await bo.keyfold(["run", ...flags, "--shell", 'test "$V" = "$CANARY" && echo "$A $T"']);
      expect(stdout).toBe(`x {"${name}":"y","z":1}\n`);
      expect((await bo.keyfold(["config", "get", `context.secrets.${name}`])).stdout).toBe("<secret>\n");
    }
  });

  it("names what doesn't exist, and where it looked", async () => {
    const { code, stderr } = await person().keyfold(["run", "--env", "A=none", "--", "true"]);
    expect(code).toBe(1);
    expect(stderr).toContain('There is no secret "none". Looked in context.secrets alone');
  });

  it("notes that --allow limits nothing", async () => {
    expect((await person().keyfold(["run", "--allow", "a", "--", "true"])).stderr).toContain(
      "no run was opened and --allow limits nothing: the configuration sets no server",
    );
  });

  it("is what cloud.use_local_secrets = true asks for, also where there is a server", async () => {
    const ada = await admin({ KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "true" });
    expect((await ada.keyfold(["run", "--", "true"])).code).toBe(0);
    expect(await ada.client.runs()).toEqual([]);
  });
});

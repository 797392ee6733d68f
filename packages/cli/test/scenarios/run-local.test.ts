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

  it("names what doesn't exist, and where it looked", async () => {
    const { code, stderr } = await person().keyfold(["run", "--env", "A=none", "--", "true"]);
    expect(code).toBe(1);
    expect(stderr).toContain('There is no secret "none". Looked in context.secrets alone');
  });

  it("notes that --allow limits nothing", async () => {
    expect((await person().keyfold(["run", "--allow", "a", "--", "true"])).stderr).toContain(
      "no run was opened and --allow limits nothing: cloud.use_local_secrets is true (default)",
    );
  });

  it("is what cloud.use_local_secrets = true asks for, also where there is a server", async () => {
    const ada = await admin({ KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "true" });
    expect((await ada.keyfold(["run", "--", "true"])).code).toBe(0);
    expect(await ada.client.runs()).toEqual([]);
  });
});

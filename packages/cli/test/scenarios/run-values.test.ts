import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { runKeyfold } from "@tooling/vitest/processes";
import { describe, expect, it } from "vitest";
import { runner } from "../person.ts";
import { node } from "../program.ts";

/** A program that prints for each variable whether it is what it should be. */
const compares = (expected: Record<string, unknown>): string[] =>
  node(`import { readFileSync, statSync } from "node:fs";
    const { env } = process;
    const expected = ${JSON.stringify(expected).replaceAll(JSON.stringify(canary), "env.CANARY")};
    for (const [name, value] of Object.entries(expected)) {
      const text = name.endsWith("FILE") ? readFileSync(env[name], "utf8") : env[name];
      console.log(name, text === value, name.endsWith("FILE") ? (statSync(env[name]).mode & 0o777).toString(8) + " " + env[name] : "");
    }`);

describe("--env and --file", () => {
  it("give a string as it is and anything else as JSON, in one request", async () => {
    const bo = await runner({ string: canary, number: 42, table: { a: [null, true] }, empty: "" });
    const flags = [
      "--env",
      "A=string",
      "--env",
      "B=number",
      "--file",
      "C_FILE=table",
      "--file",
      "D_FILE=string",
      "--env",
      "E=empty",
    ];
    const expected = { A: canary, B: "42", C_FILE: '{"a":[null,true]}', D_FILE: canary, E: "" };
    const { code, stdout } = await bo.keyfold(["run", ...flags, "--", ...compares(expected)]);
    expect(code).toBe(0);
    const lines = stdout.split("\n");
    expect(lines.map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      "A true ",
      "B true ",
      "C_FILE true 600",
      "D_FILE true 600",
      "E true ",
      "",
    ]);
    const file = lines[2]?.split(" ")[3] ?? "";
    expect(file).toMatch(/^\/dev\/shm\/keyfold-run-\w+\/C_FILE$/);
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
    const reads = await bo.client.auditEvents({ where: { action: "secret.read" } });
    expect(new Set(reads.map(({ requestId }) => requestId)).size).toBe(1);
    expect(reads).toHaveLength(4);
  });

  it("allow their names along with those of --allow", async () => {
    const bo = await runner({ a: canary, b: canary });
    const { code } = await bo.keyfold(["run", "--allow", "b", "--env", "A=a", "--", ...compares({ A: canary })]);
    expect(code).toBe(0);
    expect(await bo.client.runs()).toMatchObject([{ allow: ["b", "a"] }]);
  });

  it("start nothing when names can't be read, and list them all", async () => {
    const bo = await runner({ a: canary });
    const flags = ["--env", "A=a", "--env", "B=no such", "--file", "C=nor this"];
    const { code, stdout, stderr } = await bo.keyfold(["run", ...flags, "--", ...node("console.log('started')")]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain('"no such" (There is no secret of this name), "nor this" (');
    expect((await bo.client.runs()).map(({ live }) => live)).toEqual([false]);
  });

  it("refuse what no variable can hold, and point to --file", async () => {
    const bo = await runner({ nul: `a\0${canary}`, long: canary.repeat(6000) });
    for (const name of ["nul", "long"]) {
      const { code, stderr } = await bo.keyfold(["run", "--env", `A=${name}`, "--", "true"]);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`--file A="${name}"`) });
      expect((await bo.keyfold(["run", "--file", `A=${name}`, "--", "true"])).code).toBe(0);
    }
  });

  it("look in context.secrets first, as get() does", async () => {
    const bo = await runner({ a: "of the server" }, { KEYFOLD__CONTEXT__SECRETS__A: canary });
    const { stdout } = await bo.keyfold(["run", "--env", "V=A", "--", ...compares({ V: canary })]);
    expect(stdout).toBe("V true \n");
    expect(await bo.client.auditEvents({ where: { action: "secret.read" } })).toEqual([]);
  });
});

describe("./keyfold.toml of the folder", () => {
  it("brings no secrets where they come from a server, by the configuration or a login", async () => {
    const bo = await runner({ a: canary, own: canary }, { KEYFOLD__CONTEXT__SECRETS__MINE: "mine" });
    writeFileSync(join(bo.home, "keyfold.toml"), '[context.secrets]\na = "x"\nown = "x"\nmine = "x"\n', {
      mode: 0o600,
    });
    const flags = ["--env", "A=a", "--env", "MINE=mine"];
    const script = ["--shell", 'test "$A" = "$CANARY" && test "$MINE" = mine && echo both'];
    expect((await bo.keyfold(["run", ...flags, ...script])).stdout).toBe("both\n");
    expect((await bo.keyfold(["run", "--redact", ...flags, ...script])).stdout).toBe("both\n");
    const { KEYFOLD__CLOUD__TOKEN: token = "", KEYFOLD__CLOUD__URL: url = "", ...others } = bo.env;
    delete others.KEYFOLD__CLOUD__USE_LOCAL_SECRETS;
    const options = { env: others, cwd: bo.home };
    expect((await runKeyfold(["login", url], { ...options, input: token })).stderr).toBe("");
    expect((await runKeyfold(["run", ...flags, ...script], options)).stdout).toBe("both\n");
  });
});

describe("the note on an empty argument", () => {
  it("comes where the shell may have expanded a variable of --env too early", async () => {
    const bo = await runner({ a: canary });
    const { code, stderr } = await bo.keyfold(["run", "--env", "SECRET=a", "--", "test", ""]);
    expect(code).toBe(1);
    expect(stderr).toContain(`--shell 'COMMAND "$SECRET"'`);
    expect((await bo.keyfold(["run", "--env", "SECRET=a", "--", "test", "x"])).stderr).toBe("");
    expect((await bo.keyfold(["run", "--", "test", ""])).stderr).toBe("");
  });

  it("is not needed with --shell, where the program's shell has the variable", async () => {
    const bo = await runner({ a: canary });
    const { code, stderr } = await bo.keyfold(["run", "--env", "SECRET=a", "--shell", 'test "$SECRET" = "$CANARY"']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

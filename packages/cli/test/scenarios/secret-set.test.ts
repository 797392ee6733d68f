import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { describe, expect, it } from "vitest";
import { admin, valueOn } from "../person.ts";
import { keyfoldCommand } from "../program.ts";

describe("keyfold secret set", () => {
  it("takes a value on the line as it is, and warns of the shell's history", async () => {
    const ada = await admin();
    const value = `$HOME \${x} \\$ ${canary}`;
    const { code, stdout, stderr } = await ada.keyfold(["secret", "set", "my secret", value]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "my secret is set, version 1.\n" });
    expect(stderr).toContain("history");
    expect(await valueOn(ada, "my secret")).toBe(value);
  });

  it("takes one line of standard input without its line break, and every byte of many lines", async () => {
    const ada = await admin();
    for (const [input, value] of [
      [`${canary}\n`, canary],
      [` ${canary}\r\n`, ` ${canary}`],
      [canary, canary],
      ["\n", ""],
      [`${canary}\n\n`, `${canary}\n\n`],
      [`-----BEGIN KEY-----\n${canary}\n-----END KEY-----\n`, `-----BEGIN KEY-----\n${canary}\n-----END KEY-----\n`],
      [`a\r\n${canary}\r\n`, `a\r\n${canary}\r\n`],
    ] as const) {
      const { stderr } = await ada.keyfold(["secret", "set", "a", "--stdin"], input);
      expect(stderr).toBe("");
      expect((await valueOn(ada, "a")) === value).toBe(true);
    }
  });

  it("sets nothing if the name or the value is not UTF-8", async () => {
    const ada = await admin();
    for (const words of ["a $'\\xe9'", "$'\\xe9' a"]) {
      const script = `"$0" "$1" secret set ${words}`;
      const child = spawnSync("bash", ["-c", script, process.execPath, keyfoldCommand], {
        env: ada.env,
        encoding: "utf8",
      });
      expect([child.status, child.stdout]).toEqual([1, ""]);
      expect(child.stderr).toContain("not UTF-8");
    }
    expect(await ada.client.secretNames()).toEqual([]);
  });

  it("reads the value and prints the result as JSON with --json", async () => {
    const ada = await admin();
    const { stdout } = await ada.keyfold(["secret", "set", "limits", "--json", '{"daily": [100, null, "1e5"]}']);
    expect(JSON.parse(stdout)).toEqual({ name: "limits", version: 1 });
    expect(await valueOn(ada, "limits")).toEqual({ daily: [100, null, "1e5"] });
    await ada.keyfold(["secret", "set", "limits", "--json", "--stdin"], "42\n");
    expect(await valueOn(ada, "limits")).toBe(42);
  });

  it("takes a value as a string without --json", async () => {
    const ada = await admin();
    await ada.keyfold(["secret", "set", "password", "1e5"]);
    expect(await valueOn(ada, "password")).toBe("1e5");
  });

  it("refuses what is not JSON or would lose digits, and does not show it", async () => {
    const ada = await admin();
    for (const [code, value] of [
      ["NOT_JSON", canary],
      ["NOT_JSON", `{"a": "${canary.replaceAll('"', "")}"`],
      ["INEXACT_NUMBER", "12345678901234567890"],
      ["INEXACT_NUMBER", '{"id": [9007199254740993]}'],
      ["INEXACT_NUMBER", "1e999"],
    ] as const) {
      const finished = await ada.keyfold(["secret", "set", "x", "--json", "--stdin"], value);
      expect(finished.code).toBe(1);
      expect(JSON.parse(finished.stderr)).toMatchObject({ error: { code } });
      expect(finished.stderr).not.toContain(value);
    }
    expect(await ada.client.secretNames()).toEqual([]);
  });

  it("sets it with --if-version only if that is the newest version, else says which is", async () => {
    const ada = await admin();
    const set = (version: string, value: string) =>
      ada.keyfold(["secret", "set", "a", "--if-version", version, "--stdin"], value);
    expect(await set("1", "x")).toMatchObject({ code: 1, stderr: expect.stringContaining("There is no secret") });
    expect((await set("0", "first")).stdout).toBe("a is set, version 1.\n");
    expect((await set("1", "second")).code).toBe(0);
    const late = await set("1", canary);
    expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining("newest version is 2") });
    expect(await set("0", canary)).toMatchObject({ code: 1, stderr: expect.stringContaining("newest version is 2") });
    expect((await set("-1", canary)).code).toBe(2);
    expect(await valueOn(ada, "a")).toBe("second");
  });

  it("needs one value: none without a terminal, and two, are wrong use", async () => {
    const ada = await admin();
    const none = await ada.keyfold(["secret", "set", "x"]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("--stdin");
    expect((await ada.keyfold(["secret", "set", "x", "y", "--stdin"], "z")).code).toBe(2);
  });
});

describe("the prompt for a value", () => {
  it("hides what is typed, with its corrections", async () => {
    const ada = await admin();
    const typing = [{ shows: "hidden", type: `wrong\u0015${canary}?\u007f\r` }];
    const { code, screen } = await ada.inTerminal(["secret", "set", "my secret"], typing);
    expect(code).toBe(0);
    expect(screen).toBe("Value of my secret (hidden): \nmy secret is set, version 1.\n");
    expect(await valueOn(ada, "my secret")).toBe(canary);
  });

  it("sets nothing after Ctrl-C and Ctrl-D", async () => {
    const ada = await admin();
    for (const type of ["half\u0003", "\u0004"]) {
      const { code, screen } = await ada.inTerminal(["secret", "set", "x"], [{ shows: "hidden", type }]);
      expect(code).toBe(1);
      expect(screen).toContain("Cancelled");
    }
    expect(await ada.client.secretNames()).toEqual([]);
  });

  const key = `-----BEGIN KEY-----\n${`${canary}\n`.repeat(3)}-----END KEY-----\n`;
  it.each([
    ["at once", [key.replaceAll("\n", "\r")]],
    ["in pieces", key.split(/(?<=\n)/)],
    ["of 13 kB at once", [`${canary}\n`.repeat(13_000 / canary.length)]],
    ["that the terminal marks", [`\u001b[200~${key}\u001b[201~`, "\r"]],
    ["whose last line has no end", [`${canary}\n`, canary]],
  ])("refuses a paste of many lines %s, and none of it reaches the screen or the shell", async (_how, pieces) => {
    const ada = await admin();
    const rest = join(ada.home, "rest");
    const { screen } = await ada.inTerminal(
      [
        "-c",
        `"$@"; echo "code $?"; timeout 1 cat > "${rest}"`,
        "sh",
        process.execPath,
        keyfoldCommand,
        "secret",
        "set",
        "x",
      ],
      [{ shows: "hidden", pieces }],
      ["sh"],
    );
    expect(screen).toContain("--stdin < FILE");
    expect(screen).toContain("code 2");
    expect(screen).not.toContain("KEY");
    expect(readFileSync(rest, "utf8")).toBe("");
    expect(await ada.client.secretNames()).toEqual([]);
  });

  it("takes a paste of one line whole, of 13 kB too", async () => {
    const ada = await admin();
    const value = canary.repeat(13_000 / canary.length);
    const pieces = ["\u001b[200~", value.slice(0, 5000), value.slice(5000), "\u001b[201~", "\r"];
    expect((await ada.inTerminal(["secret", "set", "x"], [{ shows: "hidden", pieces }])).code).toBe(0);
    expect((await valueOn(ada, "x")) === value).toBe(true);
  });
});

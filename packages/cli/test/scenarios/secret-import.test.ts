import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { describe, expect, it } from "vitest";
import { type Admin, admin, valueOn } from "../person.ts";

/** Writes a file into the person's home folder. */
function write(ada: Admin, name: string, content: string | Uint8Array): string {
  writeFileSync(join(ada.home, name), content);
  return name;
}

describe("keyfold secret import", () => {
  it("shows with --dry-run which names are new, and no value, and changes nothing", async () => {
    const ada = await admin();
    await ada.client.setSecret({ name: "B", value: "old" });
    const file = write(ada, ".env.local", `A='${canary}'\nB=${canary}\n`);
    const dry = await ada.keyfold(["secret", "import", file, "--dry-run"]);
    expect(dry).toMatchObject({ code: 0, stderr: "" });
    expect(dry.stdout).toBe("CHANGE   NAME\nnew      A\nchanged  B\n2 secrets would be set. Nothing was changed.\n");
    expect(await ada.client.secretNames()).toEqual(["B"]);
    expect(await valueOn(ada, "B")).toBe("old");

    const json = await ada.keyfold(["secret", "import", file, "--json"]);
    expect(JSON.parse(json.stdout)).toEqual({
      dryRun: false,
      secrets: [
        { name: "A", change: "new" },
        { name: "B", change: "changed" },
      ],
    });
    expect([await valueOn(ada, "A"), await valueOn(ada, "B")]).toEqual([canary, canary]);
  });

  it("sets all or none", async () => {
    const ada = await admin();
    const file = write(ada, "secrets.json", JSON.stringify({ good: 1, " bad name": canary }));
    const { code, stderr } = await ada.keyfold(["secret", "import", file]);
    expect(code).toBe(1);
    expect(stderr).toContain("space at one end");
    expect(await ada.client.secretNames()).toEqual([]);
  });

  it("takes any JSON from TOML and JSON, and expands nothing", async () => {
    const ada = await admin();
    const toml = `"my secret" = 42\nprice = "$5 \${x}"\nwhen = 2026-01-31\n[nested]\nlist = [1, true, { a = "b" }]\n`;
    await ada.keyfold(["secret", "import", write(ada, "a.toml", toml)]);
    expect(await valueOn(ada, "my secret")).toBe(42);
    expect(await valueOn(ada, "price")).toBe("$5 ${x}");
    expect(await valueOn(ada, "when")).toBe("2026-01-31");
    expect(await valueOn(ada, "nested")).toEqual({ list: [1, true, { a: "b" }] });
    await ada.keyfold(["secret", "import", write(ada, "a.json", '{"n": null, "l": [1.5]}')]);
    expect([await valueOn(ada, "n"), await valueOn(ada, "l")]).toEqual([null, [1.5]]);
  });

  it("takes the secrets of a configuration, and nothing else of it", async () => {
    const ada = await admin();
    const toml = '[cloud]\ntoken = "x"\n[context]\nother = 1\n[context.secrets]\n"slack url" = "$URL"\n';
    await ada.keyfold(["secret", "import", write(ada, "config.toml", toml)]);
    expect(await ada.client.secretNames()).toEqual(["slack url"]);
    expect(await valueOn(ada, "slack url")).toBe("$URL");
  });

  it("names file and line of what it can't read, and shows nothing of it", async () => {
    const ada = await admin();
    for (const [name, content, message] of [
      ["a.toml", `A = 1\nB = ${canary}\n`, "a.toml:2:"],
      ["b.toml", "A = 9007199254740993\n", "b.toml:1:"],
      ["c.toml", "A = inf\n", "c.toml has a value"],
      ["d.toml", "A = 10:00:00.1234\n", "d.toml has a value"],
      ["a.json", `{"A": "${canary}`, "a.json is not an object of JSON"],
      ["b.json", `["${canary.replaceAll('"', "")}"]`, "b.json is not an object of JSON"],
      ["c.json", '{"A": 9007199254740993}', "c.json has a number"],
      [".env", `A=1\n${canary}\n`, ".env:2:"],
    ] as const) {
      const { code, stderr } = await ada.keyfold(["secret", "import", write(ada, name, content)]);
      expect({ name, code }).toEqual({ name, code: 1 });
      expect(stderr).toContain(message);
    }
    expect(
      (await ada.keyfold(["secret", "import", write(ada, "bytes.env", Buffer.from([65, 61, 255]))])).stderr,
    ).toContain("UTF-8");
    expect((await ada.keyfold(["secret", "import", "missing.env"])).stderr).toContain(
      "missing.env can't be read (ENOENT)",
    );
    expect(await ada.client.secretNames()).toEqual([]);
  });

  it("needs --format where the file's name doesn't show it", async () => {
    const ada = await admin();
    const file = write(ada, "secrets.txt", "A=1");
    expect((await ada.keyfold(["secret", "import", file])).code).toBe(2);
    expect((await ada.keyfold(["secret", "import", file, "--format", "yaml"])).code).toBe(2);
    expect((await ada.keyfold(["secret", "import", file, "--format", "env"])).code).toBe(0);
    expect(await valueOn(ada, "A")).toBe("1");
  });

  it("shows each step on a terminal, and leaves only the result", async () => {
    const ada = await admin();
    const file = join(ada.home, write(ada, ".env", `A=${canary}\n`));
    const { code, screen } = await ada.inTerminal(["secret", "import", file]);
    expect(code).toBe(0);
    const steps = screen.split("\u001b[1G\u001b[0K");
    expect(steps.map((step) => step.split("\n")[0])).toEqual([
      `reading ${file} …`,
      "comparing 1 names with the server's …",
      "setting 1 secrets …",
      expect.stringContaining("CHANGE"),
    ]);
  });
});

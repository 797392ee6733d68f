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
  it("shows with --dry-run which names are new, and since when and by whom the others are there, whatever their values", async () => {
    const ada = await admin();
    await ada.client.setSecret({ name: "B", value: "old" });
    await ada.client.setSecret({ name: "C", value: "the same" });
    const file = write(ada, ".env.local", `A='${canary}'\nB=${canary}\nC=the same\n`);
    const dry = await ada.keyfold(["secret", "import", file, "--dry-run"]);
    expect(dry).toMatchObject({ code: 0, stderr: "" });
    expect(dry.stdout.replaceAll(/[\d-]{10} [\d:]{8}Z/g, "2026-11-26 18:36:43Z")).toBe(`\
NOW    NAME  VERSION  SET                   BY
new    A
there  B     1        2026-11-26 18:36:43Z  admin
there  C     1        2026-11-26 18:36:43Z  admin
3 secrets would be set. Nothing was changed.
`);
    const [a, b, c] = JSON.parse((await ada.keyfold(["secret", "import", file, "--dry-run", "--json"])).stdout).secrets;
    expect(a).toEqual({ name: "A", change: "new" });
    expect(b).toMatchObject({ name: "B", change: "there", version: 1, updatedBy: "admin" });
    expect({ ...c, name: "B", updatedAt: b.updatedAt }).toEqual(b);
    expect(await ada.client.secretNames()).toEqual(["B", "C"]);
    expect(await valueOn(ada, "B")).toBe("old");

    const json = await ada.keyfold(["secret", "import", file, "--json"]);
    expect(JSON.parse(json.stdout)).toEqual({
      dryRun: false,
      secrets: [
        { name: "A", change: "new" },
        { name: "B", change: "changed" },
        { name: "C", change: "changed" },
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
      ["e.toml", "A = 1\n[nested]\nB = [2100-02-29T10:00:00Z]\n", "e.toml:3: This month"],
      ["f.toml", "A = 0.1234567890123456789\n", "f.toml:1: This number"],
      ["d.json", '{"A": [0.1234567890123456789]}', "d.json has a number"],
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
    for (const encoding of ["\ufeffA=1\n", "A=1\n"]) {
      const file = write(ada, "powershell.env", Buffer.from(encoding, "utf16le"));
      expect((await ada.keyfold(["secret", "import", file])).stderr).toContain("iconv -f UTF-16 -t UTF-8");
    }
    expect((await ada.keyfold(["secret", "import", "missing.env"])).stderr).toContain(
      "missing.env can't be read (ENOENT)",
    );
    expect(await ada.client.secretNames()).toEqual([]);
  });

  it("takes what Infisical exports as JSON", async () => {
    const ada = await admin();
    const exported = [
      { key: "A", workspace: "w", value: canary, type: "shared", _id: "1", tags: [], comment: "" },
      { secretKey: "B", secretValue: "" },
    ];
    await ada.keyfold(["secret", "import", write(ada, "a.json", JSON.stringify(exported))]);
    expect([await valueOn(ada, "A"), await valueOn(ada, "B")]).toEqual([canary, ""]);
    for (const other of [[{ key: "C" }], [{ key: 1, value: "x" }], [["D", "x"]], ["E"]]) {
      const { code, stderr } = await ada.keyfold(["secret", "import", write(ada, "b.json", JSON.stringify(other))]);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("nor an export of Infisical") });
    }
    expect(await ada.client.secretNames()).toEqual(["A", "B"]);
  });

  it("notes what another tool would have expanded, without the value", async () => {
    const ada = await admin();
    const file = write(ada, ".env", `A=\${HOME}/${canary}\nB=$HOME\nC="x\${A}"\n`);
    const { code, stderr } = await ada.keyfold(["secret", "import", file]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "keyfold: ${NAME} is not expanded in an import, and stands as it is in: A, C.\n",
    });
  });

  it("takes more than a thousand names in several requests, all or none for each, and says what is done", async () => {
    const ada = await admin();
    const names = Array.from({ length: 1001 }, (_, at) => `name ${String(at).padStart(4, "0")}`);
    const file = (last: string): string =>
      join(
        ada.home,
        write(ada, "many.json", JSON.stringify(Object.fromEntries([...names, last].map((name) => [name, canary])))),
      );
    const { code, stderr } = await ada.keyfold(["secret", "import", file(" bad name")]);
    expect(code).toBe(1);
    expect(stderr).toContain("The first 1000 of 1002 secrets are set, the others are not. ");
    expect(await ada.client.secretNames()).toEqual(names.slice(0, 1000));
    const { screen } = await ada.inTerminal(["secret", "import", file("good name")]);
    expect(screen).toContain("setting 1000 of 1002 secrets …");
    expect(screen).toContain("setting 1002 of 1002 secrets …");
    expect(await ada.client.secretNames()).toEqual(["good name", ...names]);
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

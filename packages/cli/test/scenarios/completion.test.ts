import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { commandWords } from "../../src/completion/print-completion.ts";
import { makeProgram } from "../../src/program.ts";
import { person } from "../person.ts";

const scriptFor = async (shell: string): Promise<string> => (await person().keyfold(["completion", shell])).stdout;

/** What a real bash offers for a line that ends where the person presses Tab. */
async function offered(line: string): Promise<string[]> {
  const words = line.split(" ");
  const script = `${await scriptFor("bash")}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_keyfold; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)("bash", ["--norc", "-c", script]);
  return stdout.split("\n").filter((word) => word !== "");
}

describe("keyfold completion bash", () => {
  it("offers commands, options and words in a real bash", async () => {
    expect(await offered("keyfold s")).toEqual(["secret"]);
    expect(await offered("keyfold secret r")).toEqual(["rm", "restore", "rollback"]);
    expect(await offered("keyfold secret rm --")).toEqual(["--json", "--purge", "--yes", "--help"]);
    expect(await offered("keyfold completion f")).toEqual(["fish"]);
    expect(await offered("keyfold secret set secret --s")).toEqual(["--stdin"]);
    expect(await offered("keyfold run -- node --s")).toEqual([]);
  });
});

describe.each(["bash", "zsh", "fish"])("keyfold completion %s", (shell) => {
  it("knows every command and option", async () => {
    const script = await scriptFor(shell);
    for (const { words } of commandWords(makeProgram(() => {}))) {
      for (const { word } of words) expect(script).toContain(shell === "fish" ? word.replace(/^--/, "") : word);
    }
  });
});

it("refuses other shells, and gives the script as JSON", async () => {
  expect((await person().keyfold(["completion", "powershell"])).code).toBe(2);
  const { stdout } = await person().keyfold(["completion", "zsh", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ shell: "zsh", script: expect.stringContaining("compdef") });
});

import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { canary } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, it } from "vitest";
import { commandWords } from "../../src/completion/command-words.ts";
import { makeProgram } from "../../src/program.ts";
import { type Admin, admin, cloud, person } from "../person.ts";
import { keyfoldCommand } from "../program.ts";

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
    expect(await offered("keyfold secret rm --")).toEqual(["--json", "--as", "--purge", "--yes", "--help"]);
    expect(await offered("keyfold completion f")).toEqual(["fish"]);
    expect(await offered("keyfold secret set secret --s")).toEqual(["--stdin"]);
    expect(await offered("keyfold run -- node --s")).toEqual([]);
  });
});

/** A home with a `keyfold` in its PATH, logged in to a server that has names, labels and two logins. */
async function loggedIn(): Promise<Admin> {
  const ada = await admin();
  await ada.client.setSecrets(
    ["stripe key", "prod/orders/db url", "it's", "deleted"].map((name) => ({ name, value: canary })),
  );
  await ada.client.deleteSecret({ name: "deleted" });
  await ada.client.openRun({ label: "nightly invoices" });
  await ada.client.openRun({ label: "reports" });
  const bin = temporaryFolder();
  const script = `#!/bin/sh\nexec "${process.execPath}" "${keyfoldCommand}" "$@"\n`;
  writeFileSync(join(bin, "keyfold"), script, { mode: 0o755 });
  Object.assign(ada.env, { PATH: `${bin}:/usr/bin:/bin` });
  await ada.keyfold(["login", ada.team.url, "--as", "shop"], ada.team.token);
  return ada;
}

describe("names in a real bash", () => {
  it("offers secrets, roles, labels, logins and files where they belong, quoted, and never a value", async () => {
    const ada = await loggedIn();
    const lines: [words: string[], offered: string[]][] = [
      [
        ["secret", "rm", ""],
        ["it\\'s", "prod/orders/db\\ url", "stripe\\ key"],
      ],
      [["secret", "history", "str"], ["stripe\\ key"]],
      [["secret", "describe", "stripe\\ k"], ["stripe\\ key"]],
      [["access", '"prod/orders/db '], ["prod/orders/db url"]],
      [["secret", "restore", ""], ["deleted"]],
      [["run", "--allow", "prod"], ["prod/orders/db\\ url"]],
      [["run", "--as", "shop", "--allow", "str"], ["stripe\\ key"]],
      [["run", "--label", "n"], ["nightly\\ invoices"]],
      [
        ["audit", "--label", ""],
        ["nightly\\ invoices", "reports"],
      ],
      [["token", "create", "--role", "e"], ["editor"]],
      [["token", "create", "--grant", "r"], ["runner"]],
      [["secret", "list", "--as", ""], ["shop"]],
      [["secret", "set", "a", "--s"], ["--stdin"]],
      // Files are bash's own, where nothing is offered.
      [["secret", "import", ""], []],
      [["types", "--out", ""], []],
      [["token", "create", "--name", ""], []],
      [["secret", "rm", "no such name"], []],
    ];
    const cases = lines.map(([words]) => {
      const quoted = ["keyfold", ...words].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
      return `COMP_WORDS=(${quoted.join(" ")}); COMP_CWORD=${words.length}; COMPREPLY=(); _keyfold
printf '%s\\n' "\${COMPREPLY[@]}"; echo ---`;
    });
    const script = `eval "$(keyfold completion bash)"\n${cases.join("\n")}`;
    const { stdout } = await promisify(execFile)("bash", ["--norc", "-c", script], { env: ada.env, cwd: ada.home });
    const offers = stdout.split("---\n").map((part) => part.split("\n").filter((word) => word !== ""));
    expect(lines.map(([words], at) => [words, offers[at]])).toEqual(lines);
    expect(stdout).not.toContain(canary);
  });

  it("offers nothing between quotes that the shell would read", async () => {
    const ada = await loggedIn();
    const names = ["a $(b)", "a `b`", "a $b", 'a "b"', "a !b", "a \\b", "a 'b'", "a b"];
    await ada.client.setSecrets(names.map((name) => ({ name, value: canary })));
    const typed = (word: string): string => `COMP_WORDS=(keyfold access ${word}); COMPREPLY=(); _keyfold
printf '%s\\n' "\${COMPREPLY[@]}"; echo ---`;
    const script = `eval "$(keyfold completion bash)"; COMP_CWORD=2\n${typed(`'"a '`)}\n${typed(`"'a "`)}`;
    const { stdout } = await promisify(execFile)("bash", ["--norc", "-c", script], { env: ada.env, cwd: ada.home });
    const [double, single] = stdout.split("---\n").map((part) => part.split("\n").filter((word) => word !== ""));
    expect(double).toEqual(["a 'b'", "a b"]);
    expect(single).toEqual(names.filter((name) => name !== "a 'b'").sort());
  });

  it("completes what is typed, at the press of Tab", async () => {
    const ada = await loggedIn();
    ada.env.PS1 = "ready> ";
    const { screen } = await ada.inTerminal(
      ["--norc", "--noprofile", "-i"],
      [
        { shows: "ready> ", type: `eval "$(keyfold completion bash)"; echo "be""gin"\n` },
        { shows: "begin", type: "keyfold secret history str\t\n" },
        { shows: "admin", type: `keyfold secret history "prod\t\n` },
        { shows: "admin", type: "exit\n" },
      ],
      ["bash"],
    );
    expect(screen).toContain("keyfold secret history stripe\\ key");
    expect(screen).toContain('keyfold secret history "prod/orders/db url"');
  });

  it("is silent without a login, with a server that is down, and for a token that may list nothing", async () => {
    const ada = await admin();
    const { token } = await ada.client.createToken({ name: "ci", role: "runner", names: ["none"] });
    for (const env of [{}, cloud("http://127.0.0.1:9", "keyfold_team_x"), cloud(ada.team.url, token)]) {
      for (const kind of ["secrets", "removed", "labels", "logins", "bogus"]) {
        const { code, stdout, stderr } = await person(env).keyfold(["complete", kind]);
        expect({ kind, code, stdout, stderr }).toEqual({ kind, code: 0, stdout: "", stderr: "" });
      }
    }
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

it("quotes a pattern that begins with =, which zsh would look up as a command", async () => {
  expect(await scriptFor("zsh")).not.toMatch(/\(=/);
});

it("refuses other shells, and gives the script as JSON", async () => {
  expect((await person().keyfold(["completion", "powershell"])).code).toBe(2);
  const { stdout } = await person().keyfold(["completion", "zsh", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ shell: "zsh", script: expect.stringContaining("compdef") });
});

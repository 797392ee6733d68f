import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { freePort } from "@tooling/vitest/free-port";
import { startScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/getting-started.md"), "utf8");
const serverCommand = join(root, "packages/server/dist/main.js");

/** A command of the page and what the page shows after it. */
interface Step {
  command: string;
  output: string;
}

it("does what the page shows, command by command", async () => {
  const home = temporaryFolder();
  const [port, path] = [await freePort(), join(home, "bin")];
  mkdirSync(path);
  const command = (name: string, file: string) =>
    writeFileSync(join(path, name), `#!/bin/sh\nexec "${process.execPath}" "${file}" "$@"\n`, { mode: 0o755 });
  command("keyfold", join(root, "packages/cli/dist/main.js"));
  command("keyfold-server", serverCommand);
  symlinkSync(process.execPath, join(path, "node"));
  symlinkSync(join(root, "examples"), join(home, "examples"));
  const env = { HOME: home, PATH: `${path}${delimiter}${process.env.PATH}` };

  let token = "";
  // What a person pastes or types when they are asked.
  const typed: Record<string, () => [string, string]> = {
    "keyfold login": () => ["", token],
    "keyfold secret set": () => [" --stdin", "from the server"],
  };
  for (const { command: line, output } of steps(page.replaceAll("4250", String(port)))) {
    if (line.startsWith("keyfold-server start")) {
      const args = [...line.split(" ").slice(1), "--listen", `127.0.0.1:${port}`];
      const server = await startScript(serverCommand, /listening on http\S+/, { cwd: home, env, args });
      // Its log follows on the other output.
      expect(output.trim()).toBe(server.found);
      continue;
    }
    const [more, input] = Object.entries(typed).find(([start]) => line.startsWith(start))?.[1]() ?? ["", ""];
    const printed = (await shell(line + more, input, home, env)).replaceAll(home, "~");
    token = /keyfold_team_\S+/.exec(printed)?.[0] ?? token;
    expect(printed, line).toMatch(pattern(output));
  }
});

function steps(markdown: string): Step[] {
  return [...markdown.matchAll(/```console\n(.*?)```/gs)].flatMap(([, block]) =>
    (block ?? "")
      .split(/^\$ /m)
      .slice(1)
      .map((step) => {
        const end = step.indexOf("\n");
        return { command: step.slice(0, end), output: step.slice(end + 1) };
      }),
  );
}

/** `…` stands for anything. */
function pattern(output: string): RegExp {
  const parts = output
    .trim()
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ +/g, " +"));
  return new RegExp(`^${parts.join("[^]*")}\\s*$`);
}

function shell(command: string, input: string, cwd: string, env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile("sh", ["-c", command], { cwd, env }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command}: ${stdout}${stderr}`));
      else resolve(stdout);
    });
    // Most commands don't read what they are given.
    child.stdin?.on("error", () => {}).end(input);
  });
}

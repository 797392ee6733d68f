import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { newReader } from "@tooling/vitest/reader";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/getting-started.md"), "utf8");

/** A command of the page and what the page shows after it. */
interface Step {
  command: string;
  output: string;
}

it("does what the page shows, command by command", async () => {
  const { home, port, type } = await newReader({ value: "from the server" });
  symlinkSync(join(root, "examples"), join(home, "examples"));
  for (const { command, output } of steps(page.replaceAll("4250", String(port)))) {
    expect((await type(command)).replaceAll(home, "~"), command).toMatch(pattern(output));
  }
});

it("gives a terminal the commands, by the lines that the page shows first", async () => {
  const [, block = ""] = /```sh\n(.*?)```/s.exec(page) ?? [];
  const lines = block.split("\n").filter((line) => !line.startsWith("npx "));
  const { env, type } = await newReader();
  // Nothing of what a reader has otherwise.
  env.PATH = "/usr/bin:/bin";
  const typed = [`cd "${root}"`, ...lines, "node --version", "keyfold --help", "keyfold-server --help"];
  expect(await type(typed.join("\n"))).toMatch(/^v24.*\nUsage: keyfold .*\nUsage: keyfold-server /s);
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

import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { newReader } from "@tooling/vitest/reader";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/getting-started.md"), "utf8");

/** What is pasted into a terminal, and what the page shows of what it prints. */
interface Step {
  block: string;
  output: string;
}

it("does what the page shows, block by block", async () => {
  const { home, port, type } = await newReader({ value: "from the server" });
  symlinkSync(join(root, "examples"), join(home, "examples"));
  const all = steps(page.replaceAll("4250", String(port)));
  expect(all.length).toBeGreaterThan(5);
  for (const { block, output } of all) {
    expect((await type(block)).replaceAll(home, "~"), block).toMatch(pattern(output));
  }
});

it("asks for something only in the last line of a block, which would otherwise take the next line for an answer", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const [, block = ""] of (readme + page).matchAll(/^```sh\n(.*?)^```/gms)) {
    const lines = block.trimEnd().split("\n");
    expect(lines.slice(0, -1).filter((line) => asks.test(line))).toEqual([]);
    expect(lines.filter((line) => /^npx (?!--yes )/.test(line))).toEqual([]);
  }
});

/** Commands that read from the terminal, or go on until they are stopped. */
const asks =
  /^keyfold (login (?!.*<)|secret set (?!.*--stdin)|(secret rm|token revoke) (?!.*--yes))|^keyfold-server start/;

it("gives a terminal the commands, by the lines that the page shows first", async () => {
  const [, block = ""] = /```sh\n(.*?)```/s.exec(page) ?? [];
  const lines = block.split("\n").filter((line) => !line.startsWith("npx "));
  const { env, type } = await newReader();
  // Nothing of what a reader has otherwise.
  env.PATH = "/usr/bin:/bin";
  const typed = [`cd "${root}"`, ...lines, "node --version", "keyfold --help", "keyfold-server --help"];
  expect(await type(typed.join("\n"))).toMatch(/^v24.*\nUsage: keyfold .*\nUsage: keyfold-server /s);
});

/** The blocks, without the lines that the other test types, each with the output that stands below it. */
function steps(markdown: string): Step[] {
  const blocks = [...markdown.matchAll(/^```(sh|console)\n(.*?)^```/gms)];
  return blocks.flatMap(([, language, text = ""], at) => {
    const block = text.replace(/^(npx|export|alias) .*\n/gm, "").trimEnd();
    const [, next, output = ""] = blocks[at + 1] ?? [];
    return language === "sh" && block !== "" ? [{ block, output: next === "console" ? output : "…" }] : [];
  });
}

/** `…` stands for anything. */
function pattern(output: string): RegExp {
  const parts = output
    .trim()
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ +/g, " +"));
  return new RegExp(`^${parts.join("[^]*")}\\s*$`);
}

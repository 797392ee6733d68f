import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runKeyfoldServer } from "@tooling/vitest/processes";
import { expect, test } from "vitest";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/server.md"), "utf8");

async function helpOf(command: readonly string[]): Promise<string> {
  return (await runKeyfoldServer([...command, "--help"])).stdout;
}

/** The commands below one, those that only hold others aside. */
async function commandsBelow(command: readonly string[]): Promise<string[][]> {
  const [, list] = (await helpOf(command)).split("\nCommands:\n");
  if (list === undefined) return [[...command]];
  const names = [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
  return (await Promise.all(names.map((name) => commandsBelow([...command, name])))).flat();
}

test("docs/server.md has every command and every option", async () => {
  const commands = await commandsBelow([]);
  expect(commands.length).toBeGreaterThan(5);
  const missing: string[] = [];
  for (const command of commands) {
    const name = `keyfold-server ${command.join(" ")}`;
    const options = [...(await helpOf(command)).matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(
      ([, option = ""]) => option,
    );
    expect(options.length).toBeGreaterThan(3);
    if (!page.includes(`\`${name}`)) missing.push(name);
    missing.push(...options.filter((option) => option !== "--help" && !page.includes(option)));
  }
  expect(missing).toEqual([]);
});

test("the help leads to that page, and to the one of errors", async () => {
  expect(await helpOf([])).toContain("\nMore: docs/server.md; each error code: docs/errors.md\n");
});

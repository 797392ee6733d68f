import { execFile } from "node:child_process";
import { copyFileSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";
import { type Example, examplesOfPage } from "./examples-of-page.ts";
import { publishedPackages, root } from "./published-packages.ts";

const run = promisify(execFile);
const compiler = join(import.meta.dirname, "../node_modules/typescript/bin/tsc");
const given = join(import.meta.dirname, "../examples/given.ts");

const pages = globSync(["README.md", "docs/*.md", "packages/*/README.md"], { cwd: root })
  .sort()
  .map((page) => ({ page, examples: examplesOfPage(readFileSync(join(root, page), "utf8")) }))
  .filter(({ examples }) => examples.length > 0);

/** Type checks programs together, as a reader who has installed our packages would; gives the compiler's complaints. */
async function complaints(page: string, examples: readonly Example[]): Promise<string> {
  const folder = temporaryFolder();
  const name = page.replaceAll("/", "-");
  const files = examples.map(({ line, source }) => {
    writeFileSync(join(folder, `${name}.${line}.ts`), source);
    return `${name}.${line}.ts`;
  });
  for (const { name, folder: installed } of publishedPackages) link(folder, name, installed);
  for (const [library, user] of [
    ["zod", "config"],
    ["pino", "secret"],
  ] as const) {
    link(folder, library, join(root, "packages", user, "node_modules", library));
  }
  copyFileSync(given, join(folder, "given.ts"));
  const compilerOptions = {
    target: "es2024",
    lib: ["es2024", "esnext.disposable"],
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(import.meta.dirname, "../node_modules/@types")],
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [...files, "given.ts"] }));
  return run(process.execPath, [compiler, "--project", folder, "--pretty", "false"], { cwd: folder }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout || String(error),
  );
}

function link(folder: string, name: string, target: string): void {
  const path = join(folder, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

test.each(pages)("the programs of $page compile", async ({ page, examples }) => {
  // One that shows an error narrows types for itself alone.
  const alone = examples.filter(({ source }) => source.includes("@ts-expect-error"));
  const together = examples.filter((example) => !alone.includes(example));
  const found = [await complaints(page, together)];
  for (const example of alone) found.push(await complaints(page, [example]));
  expect(found.join("")).toBe("");
});

test("what does not compile is found, with its line", async () => {
  const [example] = examplesOfPage(
    '\n\n```ts\nimport { loadConfig } from "@keyfold/config";\n\nloadConfig(42);\n```\n',
  );
  expect(await complaints("docs/page.md", example ? [example] : [])).toContain("docs-page.md.3.ts(6,12): error TS");
});

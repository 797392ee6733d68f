import { execFile } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { canary } from "@tooling/vitest/canary";
import { runScript, startServer } from "@tooling/vitest/processes";
import { expect, test } from "vitest";
import { type Example, examplesOfPage } from "./examples-of-page.ts";
import { root } from "./published-packages.ts";
import { readerFolder } from "./reader-folder.ts";
import { runnableExample } from "./runnable-example.ts";

const run = promisify(execFile);
const compiler = join(import.meta.dirname, "../node_modules/typescript/bin/tsc");

const pages = globSync(["README.md", "docs/*.md", "packages/*/README.md"], { cwd: root })
  .sort()
  .map((page) => ({ page, examples: examplesOfPage(readFileSync(join(root, page), "utf8")) }))
  .filter(({ examples }) => examples.length > 0);

/** Of pages whose programs print something. */
const printed: Record<string, RegExp> = {
  "README.md": /^true\n$/,
  "docs/configuration.md": /<secret>.*<secret>/s,
  "docs/context.md": /<secret>.*<secret>/s,
  "docs/getting-started.md": /^my secret: from my laptop\n$/,
  "docs/secrets.md": /^(?=.*the log says <secret>)(?=.*the child says <secret>)/s,
};

/** Type checks programs together, as a reader who has installed our packages would; gives the compiler's complaints. */
async function complaints(page: string, examples: readonly Example[]): Promise<string> {
  const folder = readerFolder();
  const name = page.replaceAll("/", "-");
  const surroundings = globSync("*.ts", { cwd: folder });
  const files = examples.map(({ line, source }) => {
    writeFileSync(join(folder, `${name}.${line}.ts`), source);
    return `${name}.${line}.ts`;
  });
  const compilerOptions = {
    target: "es2024",
    lib: ["es2024", "esnext.disposable"],
    module: "nodenext",
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(import.meta.dirname, "../node_modules/@types")],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [...files, ...surroundings] }));
  return run(process.execPath, [compiler, "--project", folder, "--pretty", "false"], { cwd: folder }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout || String(error),
  );
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

/** Runs the programs of a page one after the other, in the surroundings that `examples/` has for it. */
async function runAll(page: string, examples: readonly Example[]) {
  const folder = readerFolder();
  const server = await startServer();
  const runnable = examples.map(({ source }) =>
    runnableExample(source.replaceAll("https://keyfold.example", server.url)),
  );
  const files = runnable.map(({ source }, index) => {
    writeFileSync(join(folder, `program-${index}.ts`), source);
    return `./program-${index}.ts`;
  });
  const claims = runnable.reduce((sum, one) => sum + one.claims, 0);
  const surroundings = `./${page.replaceAll("/", "-").replace(/\.md$/, ".ts")}`;
  const env = { HOME: folder, SERVER_URL: server.url, ADMIN_TOKEN: server.adminToken, CANARY: canary };
  return runScript(join(folder, "run.ts"), [surroundings, String(claims), ...files], { cwd: folder, env });
}

test.each(pages)("the programs of $page run, and give what they say", async ({ page, examples }) => {
  const { code, stdout, stderr } = await runAll(page, examples);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toMatch(printed[page] ?? /^$/);
});

test("a line that gives something else than it says is found", async () => {
  const [example] = examplesOfPage("```ts\nconst list = [1];\n\nlist[0]; // 2\n```\n");
  const { code, stderr } = await runAll("README.md", example ? [example] : []);
  expect(code).toBe(1);
  expect(stderr).toContain("AssertionError");
});

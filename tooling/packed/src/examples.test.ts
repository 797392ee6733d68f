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
  "README.md": /^true\ntrue\n$/,
  "docs/configuration.md": /^\{ server: \{ port: 8080 \}, db: \{ password: '<secret>' \} \}\n$/,
  "docs/context.md": /^<secret> /,
  "docs/getting-started.md": /^my secret: from my laptop\n$/,
  "docs/secrets.md": /^(?=.*the log says <secret>)(?=.*the child says <secret>)/s,
};

/** Writes programs into a reader's folder, each named after its page and line, and gives the names. */
function write(folder: string, page: string, examples: readonly Example[]): string[] {
  return examples.map(({ line, source }) => {
    const file = `${nameOf(page)}.${line}.ts`;
    writeFileSync(join(folder, file), source);
    return file;
  });
}

const nameOf = (page: string): string => page.replaceAll("/", "-");

/** Type checks programs together, as a reader who has installed our packages would; gives the compiler's complaints. */
async function complaints(page: string, examples: readonly Example[]): Promise<string> {
  const folder = readerFolder();
  const files = [...globSync("*.ts", { cwd: folder }), ...write(folder, page, examples)];
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
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
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

/** Runs the programs of a page one after the other, in the environment that `examples/` has for it. */
async function runAll(page: string, examples: readonly Example[], server: { url: string; adminToken: string }) {
  const folder = readerFolder();
  const runnable = examples.map(({ line, source }) => ({ line, ...runnableExample(source) }));
  const programs = write(
    folder,
    page,
    runnable.map(({ line, source }) => ({ line, source: source.replaceAll("https://keyfold.example", server.url) })),
  );
  const claims = runnable.flatMap((one) => one.claims).join();
  const environment = `./${nameOf(page).replace(/\.md$/, ".ts")}`;
  const args = [environment, claims, ...programs.map((program) => `./${program}`)];
  const env = { HOME: folder, SERVER_URL: server.url, ADMIN_TOKEN: server.adminToken, CANARY: canary };
  return runScript(join(folder, "run.ts"), args, { cwd: folder, env });
}

test.each(pages)("the programs of $page run, and give what they say", async ({ page, examples }) => {
  const { code, stdout, stderr } = await runAll(page, examples, await startServer());
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toMatch(printed[page] ?? /^$/);
});

test.each([
  ["gives something else than it says", "list[0]; // 2", /1 !== 2/],
  ["is not reached", "if (list.length > 1) {\n  list[0]; // 1\n}", /only lines {2}of 5 were reached/],
  ["throws", 'throw new Error("no");', /Error: no/],
])("a line that %s is found", async (_what, program, complaint) => {
  const examples = examplesOfPage(`\`\`\`ts\nconst list = [1];\n\n${program}\n\`\`\`\n`);
  const { code, stderr } = await runAll("packages/config/README.md", examples, { url: "", adminToken: "" });
  expect(stderr).toMatch(complaint);
  expect(code).toBe(1);
});

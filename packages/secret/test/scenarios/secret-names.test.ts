import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";

const here = join(import.meta.dirname, "../..");
const compiler = join(here, "node_modules/typescript/bin/tsc");

/** Compiles a program of somebody who has installed the built packages, and gives the lines with errors. */
async function errorLines(program: string): Promise<string> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "node_modules/@keyfold"), { recursive: true });
  symlinkSync(here, join(folder, "node_modules/@keyfold/secret"));
  symlinkSync(join(here, "node_modules/@keyfold/context"), join(folder, "node_modules/@keyfold/context"));
  symlinkSync(join(here, "node_modules/@types"), join(folder, "node_modules/@types"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "program.ts"), program);
  const options = { module: "nodenext", target: "es2024", strict: true, noEmit: true, types: ["node"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options }));
  const { stdout } = await runScript(compiler, ["--project", folder], { cwd: folder });
  return stdout;
}

test("any name goes until names are known", async () => {
  expect(await errorLines('import { Secret } from "@keyfold/secret";\nnew Secret("anything");')).toBe("");
});

test("once names are known, a typo does not compile", async () => {
  const output = await errorLines(`import { getSecrets, Secret, withRun } from "@keyfold/secret";
declare module "@keyfold/secret" {
  interface SecretNames {
    "stripe key": unknown;
  }
}
new Secret("stripe key");
new Secret("strpe key");
await getSecrets(["stripe key"]);
await getSecrets(["strpe key"]);
await withRun({ allow: ["strpe key"] }, () => {});
`);
  expect([...output.matchAll(/program\.ts[(:](\d+)/g)].map(([, line]) => line)).toEqual(["8", "10", "11"]);
});

test("the context's fields are typed for who adds them", async () => {
  const output = await errorLines(`import { context } from "@keyfold/context";
import "@keyfold/secret";
declare module "@keyfold/context" {
  interface ContextFields {
    requestId: string;
  }
}
const id: string | undefined = context.get("requestId");
const run: string | undefined = context.get("run")?.reveal().id;
context.run({ requestId: 1 }, () => [id, run]);
`);
  expect([...output.matchAll(/program\.ts[(:](\d+)/g)].map(([, line]) => line)).toEqual(["10"]);
});

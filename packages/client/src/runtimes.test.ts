import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { build } from "tsdown";
import { expect, test } from "vitest";
import { token } from "./test/client-of.ts";
import { answer, faultyServer } from "./test/faulty-server.ts";

const built = new URL("../dist/index.js", import.meta.url);

const calls = `
  const client = createClient({ url: URL_OF_SERVER, token: "${token}" });
  const names = await client.secretNames();
  const document = await client.request("query { secret { name } }");
  const { code } = await createClient({ url: "http://keyfold.example", token: "t" }).secretNames().catch((e) => e);
  return JSON.stringify({ names, document, code });`;
const printed = { names: ["a"], document: { secret: [{ name: "a" }] }, code: "INSECURE_URL" };

async function serverOfOneName(): Promise<string> {
  const { url } = await faultyServer(answer(200, { data: { secret: [{ name: "a" }] } }));
  return JSON.stringify(url);
}

test("bundled with a stub for graphql it works where there is only the web: no process, no node: modules, no eval", async () => {
  const folder = temporaryFolder();
  const stub = join(folder, "graphql.js");
  const entry = join(folder, "entry.js");
  writeFileSync(
    stub,
    'export const Kind = {}; export const parse = () => { throw new Error("parsed"); }; export const print = parse;',
  );
  writeFileSync(
    entry,
    `import { createClient } from ${JSON.stringify(fileURLToPath(built))};
     const URL_OF_SERVER = ${await serverOfOneName()};
     globalThis.result = (async () => {${calls}})();
     globalThis.unconfigured = createClient({ token: "t" }).secretNames().catch(({ code }) => code);`,
  );
  await build({
    config: false,
    entry: { bundle: entry },
    outDir: join(folder, "out"),
    format: "esm",
    platform: "neutral",
    dts: false,
    alias: { graphql: stub },
    deps: { alwaysBundle: [/^(?!node:)/] },
    fixedExtension: false,
    logLevel: "error",
  });
  const program = join(folder, "program.mjs");
  writeFileSync(
    program,
    `import { readFileSync } from "node:fs";
     import vm from "node:vm";
     const web = ["AbortController", "Headers", "Response", "TextDecoder", "URL", "clearTimeout", "fetch", "setTimeout"];
     const context = vm.createContext(Object.fromEntries(web.map((name) => [name, globalThis[name]])), {
       codeGeneration: { strings: false, wasm: false },
     });
     const refuse = (specifier) => { throw new Error("imported " + specifier); };
     const load = (specifier) => {
       if (!specifier.startsWith("./")) refuse(specifier);
       const source = readFileSync(${JSON.stringify(join(folder, "out"))} + "/" + specifier, "utf8");
       return new vm.SourceTextModule(source, { context, importModuleDynamically: refuse });
     };
     const module = load("./bundle.js");
     await module.link(load);
     await module.evaluate();
     console.log(JSON.stringify({ ...JSON.parse(await context.result), unconfigured: await context.unconfigured }));`,
  );
  const env = { NODE_OPTIONS: "--experimental-vm-modules --no-warnings" };
  const { stdout, stderr } = await runScript(program, [], { env });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({ ...printed, unconfigured: "INVALID_OPTIONS" });
});

test("with url and token it loads neither the configuration nor a module of Node", async () => {
  const program = join(temporaryFolder(), "program.mjs");
  writeFileSync(
    program,
    `import { registerHooks } from "node:module";
     const loaded = [];
     registerHooks({
       resolve(specifier, context, next) {
         const resolved = next(specifier, context);
         loaded.push(resolved.url);
         return resolved;
       },
     });
     const { createClient } = await import(${JSON.stringify(built.href)});
     const URL_OF_SERVER = ${await serverOfOneName()};
     const result = JSON.parse(await (async () => {${calls}})());
     console.log(JSON.stringify({ ...result, loaded: loaded.filter((url) => /^node:|config|logins/.test(url)) }));`,
  );
  const { stdout, stderr } = await runScript(program, []);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({ ...printed, loaded: [] });
});

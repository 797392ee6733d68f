import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "tsdown";

/** GitHub runs what is in the repository, so all that the action imports goes into one file, which is committed. */
const config: object = defineConfig({
  entry: { action: "src/action.ts" },
  format: "esm",
  platform: "node",
  target: "node24",
  fixedExtension: false,
  hash: false,
  minify: true,
  dts: false,
  logLevel: "warn",
  outputOptions: { codeSplitting: false },
  deps: { alwaysBundle: [/./], onlyBundle: false },
  plugins: [{ name: "one-file", resolveId: leaveOutGraphql, load: loadStub, generateBundle: writeLicences }],
});

export default config;

const stub = "\0graphql";

/** The client parses no document, so its transport's parser would be most of the file and never run. */
function leaveOutGraphql(id: string): string | null {
  return id === "graphql" ? stub : null;
}

function loadStub(id: string): string | null {
  return id === stub ? "export const parse = undefined, print = undefined, Kind = {};" : null;
}

interface Emitter {
  emitFile(file: { type: "asset"; fileName: string; source: string }): unknown;
}

/** Most licences ask that they go with the code. */
function writeLicences(this: Emitter, _options: unknown, bundle: object): void {
  const modules = Object.values(bundle).flatMap(({ moduleIds = [] }: { moduleIds?: string[] }) => moduleIds);
  const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []));
  const texts = [...folders].map(licenceOf).sort();
  this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.join("\n----\n\n") });
}

function licenceOf(folder: string): string {
  const { name, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = ["LICENSE", "LICENSE.md", "license"].map((each) => join(folder, each)).find(existsSync);
  if (file === undefined) throw new Error(`${name} (${license}) has no licence's text.`);
  return `${name} (${license})\n\n${readFileSync(file, "utf8")}`;
}

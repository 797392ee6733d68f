import { fileURLToPath } from "node:url";
import { library } from "@tooling/typescript/library";
import { defineConfig, type UserConfig } from "tsdown";

const noGraphql = fileURLToPath(import.meta.resolve("./src/bundle/no-graphql.ts"));
const plainHeaders = fileURLToPath(import.meta.resolve("./src/server/plain-headers.ts"));

/** Says of what is built that it is CommonJS, in a package of ES modules. */
const packageType = {
  name: "package-type",
  generateBundle(this: { emitFile(file: { type: "asset"; fileName: string; source: string }): unknown }): void {
    this.emitFile({ type: "asset", fileName: "package.json", source: '{ "type": "commonjs" }\n' });
  },
};

/** What is loaded before it is known what was typed. */
const atStart = {
  name: "start",
  test: /check-node\.ts|cli.(?:package\.json|src.compile-cache\.ts)$/,
  priority: 1,
};

/** What `keyfold run` needs, and each command the greater part of: to read many small files takes longer than a large one. */
const ofRuns = {
  name: "run",
  test: /(?:client|config).src.|cli.src.(?:keyfold|runs.(?:environment|run-program|server-run)|server.choose-login)\.ts$/,
};

/**
 * The command is one bundle, with a chunk for what each command needs alone, so that it starts fast: no folder of node_modules is
 * searched, and what a command doesn't need is not read. It is CommonJS, as an ES module that imports one of Node's own has Node load all that
 * this one exports, `fetch` for the sake of `node:http` among it.
 */
const command: UserConfig = defineConfig({
  ...library({ main: "src/main.ts" }),
  format: "cjs",
  outExtensions: () => ({ js: ".js" }),
  plugins: [packageType],
  dts: false,
  minify: true,
  // Its native code stands in files of its own package.
  deps: { alwaysBundle: [/^(?!zigpty)/], neverBundle: ["zigpty"], onlyBundle: false },
  // One character beyond it doubles what a file takes in memory, and the time to read it.
  outputOptions: { charset: "ascii", codeSplitting: { groups: [atStart, ofRuns] } },
  alias: { graphql: noGraphql },
  // An import that is lazy elsewhere may share a chunk here.
  inputOptions: {
    // Else what the packages share stands in each of them.
    resolve: { conditionNames: ["source", "node", "import"] },
    checks: { ineffectiveDynamicImport: false },
    transform: { inject: { Headers: [plainHeaders, "PlainHeaders"] } },
  },
}) as UserConfig;

export default command;

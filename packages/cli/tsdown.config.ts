import { fileURLToPath } from "node:url";
import { library } from "@tooling/typescript/library";
import { defineConfig, type UserConfig } from "tsdown";

const noGraphql = fileURLToPath(import.meta.resolve("./src/bundle/no-graphql.ts"));
const plainHeaders = fileURLToPath(import.meta.resolve("./src/server/plain-headers.ts"));

/**
 * The command is one bundle with a chunk for each command's work, so that it starts fast: no folder of node_modules is
 * searched, and what a command doesn't need is not read.
 */
const command: UserConfig = defineConfig({
  ...library({ main: "src/main.ts" }),
  dts: false,
  minify: true,
  // Its native code stands in files of its own package.
  deps: { alwaysBundle: [/^(?!zigpty)/], neverBundle: ["zigpty"], onlyBundle: false },
  alias: { graphql: noGraphql },
  inputOptions: { transform: { inject: { Headers: [plainHeaders, "PlainHeaders"] } } },
}) as UserConfig;

export default command;

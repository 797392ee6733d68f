import { fileURLToPath } from "node:url";
import { library } from "@tooling/tsdown";
import { defineConfig, type UserConfig } from "tsdown";

const own = (file: string): string => fileURLToPath(new URL(`src/bundle/${file}`, import.meta.url));

/**
 * The command is one bundle with a chunk for each command's work, so that it starts fast: no folder of node_modules is
 * searched, and what a command doesn't need is not read.
 */
const command: UserConfig = defineConfig({
  ...library({ main: "src/main.ts" }),
  dts: false,
  minify: true,
  deps: { alwaysBundle: [/./], onlyBundle: false },
  alias: { graphql: own("no-graphql.ts") },
  inputOptions: { transform: { inject: { Headers: [own("plain-headers.ts"), "PlainHeaders"] } } },
}) as UserConfig;

export default command;

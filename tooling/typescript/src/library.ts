import { defineConfig, type UserConfig } from "tsdown";

/** How every published package is built: ES modules for Node 22 and newer, with their declarations. */
export function library(entry: Record<string, string> = { index: "src/index.ts" }): UserConfig {
  return defineConfig({
    entry,
    format: "esm",
    platform: "node",
    target: "node22",
    dts: true,
    fixedExtension: false,
    hash: false,
    logLevel: "warn",
  }) as UserConfig;
}

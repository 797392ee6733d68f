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
    // The declarations have them; Node reads what stands in the files at each start.
    outputOptions: { comments: { legal: true, annotation: true, jsdoc: false } },
    logLevel: "warn",
  }) as UserConfig;
}

/**
 * How the layers are built that programs import: as libraries that refuse to go into a bundle for browsers, and as CommonJS beside them. Node
 * and bundlers take the ES modules by `require`, too; only Jest, which can't, gets the other.
 */
export function layer(entry?: Record<string, string>): UserConfig[] {
  const modules = library(entry);
  const commonJs: UserConfig = {
    ...modules,
    format: "cjs",
    clean: false,
    minify: true,
    // Jest has no import() either, and this dependency is an ES module.
    outputOptions: { dynamicImportInCjs: false },
    deps: { alwaysBundle: ["graphql-request"], onlyBundle: false },
  };
  return [{ ...modules, plugins: [serverOnly] }, commonJs];
}

/** What a bundle for browsers gets, by the export condition `browser`: it can't be built, and its error says why. */
const serverOnly = {
  name: "server-only",
  generateBundle(this: { emitFile(file: { type: "asset"; fileName: string; source: string }): unknown }): void {
    const source = 'import "server only - this package does not run in a browser";\n';
    this.emitFile({ type: "asset", fileName: "server-only.js", source });
  },
};

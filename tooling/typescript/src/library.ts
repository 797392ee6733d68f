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

/** How the layers are built that programs import: as libraries that refuse to go into a bundle for browsers. */
export function layer(entry?: Record<string, string>): UserConfig {
  return { ...library(entry), plugins: [serverOnly] };
}

/** What a bundle for browsers gets, by the export condition `browser`: it can't be built, and its error says why. */
const serverOnly = {
  name: "server-only",
  generateBundle(this: { emitFile(file: { type: "asset"; fileName: string; source: string }): unknown }): void {
    const source = 'import "server only - this package does not run in a browser";\n';
    this.emitFile({ type: "asset", fileName: "server-only.js", source });
  },
};

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin, type UserConfig } from "vite";

const dist = join(import.meta.dirname, "dist");

/** Writes each file compressed beside it, so that no server has to. */
const compress: Plugin = {
  name: "compress",
  closeBundle() {
    for (const entry of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
      if (!/\.(?:html|js|css|svg)$/.test(entry)) continue;
      const bytes = readFileSync(join(dist, entry));
      writeFileSync(join(dist, `${entry}.br`), brotliCompressSync(bytes));
      writeFileSync(join(dist, `${entry}.gz`), gzipSync(bytes, { level: 9 }));
    }
  },
};

const config: UserConfig = defineConfig({
  root: import.meta.dirname,
  logLevel: "warn",
  resolve: { conditions: ["source", "module", "browser"] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: dist,
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    // A `data:` address is no address of this server.
    assetsInlineLimit: 0,
    license: { fileName: "licences.md" },
  },
  plugins: [compress],
});

export default config;

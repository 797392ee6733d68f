import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { root } from "./published-packages.ts";

const doorOf = (name: string): string => JSON.stringify(join(root, "packages", name, "dist/index.js"));

/** What a bundler makes of all that packages export, with their dependencies: minified and compressed, in bytes. */
async function compressedSize(...names: string[]): Promise<number> {
  const input = join(temporaryFolder(), "all.js");
  writeFileSync(input, names.map((name) => `export * as ${name} from ${doorOf(name)};`).join("\n"));
  const bundle = await rolldown({ input, platform: "node" });
  const { output } = await bundle.generate({ format: "esm", minify: true, codeSplitting: false });
  await bundle.close();
  return gzipSync(output.map((chunk) => ("code" in chunk ? chunk.code : "")).join("")).length;
}

test("config with smol-toml stays within 12 kB, and context adds no more than 3 kB", async () => {
  const config = await compressedSize("config");
  const both = await compressedSize("config", "context");
  process.stdout.write(`config with smol-toml: ${config} bytes compressed; context on top: ${both - config} bytes\n`);
  expect(config).toBeLessThanOrEqual(12_000);
  expect(both - config).toBeLessThanOrEqual(3_000);
});

import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { type Figure, summarize } from "../report/figure.ts";
import { type Row, row, within } from "../report/row.ts";

/** The packed sizes of the local layers: what they add to a bundle, minified and compressed. */
export async function sizeRows(): Promise<Row[]> {
  const config = await bundledSize(["@keyfold/config"]);
  const both = await bundledSize(["@keyfold/config", "@keyfold/context"]);
  const kB = (kilobytes: number): Figure => summarize([kilobytes], "kB");
  return [
    ...row("size of config with smol-toml, minified, gzip", kB(config), undefined, within(12)),
    ...row("size of context on top of it", kB(both - config), undefined, within(3)),
  ];
}

/** Kilobytes (1000 bytes) of a bundle of everything that the packages export, minified and compressed by gzip. */
async function bundledSize(packages: readonly string[]): Promise<number> {
  const entry = join(import.meta.dirname, "bundled.mjs");
  const bundle = await rolldown({
    input: entry,
    platform: "node",
    plugins: [
      {
        name: "the entry",
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? packages.map((name) => `export * from "${name}";`).join("\n") : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: "esm", minify: true, comments: false });
  await bundle.close();
  const bytes = output.map(
    (chunk) => gzipSync(chunk.type === "chunk" ? chunk.code : chunk.source, { level: 9 }).length,
  );
  return bytes.reduce((sum, size) => sum + size, 0) / 1000;
}

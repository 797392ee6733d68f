import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";

const built = new URL("../dist/index.js", import.meta.url).href;

test("reading a local secret loads no GraphQL code and no client", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "program.mjs");
  writeFileSync(join(folder, "config.toml"), '[context.secrets]\n"my secret" = 42\n', { mode: 0o600 });
  writeFileSync(
    file,
    `import { registerHooks } from "node:module";
     const urls = [];
     registerHooks({ load: (url, context, next) => { urls.push(url); return next(url, context); } });
     const { Secret, withRun } = await import(${JSON.stringify(built)});
     const value = await withRun({}, () => new Secret("my secret").get());
     console.log(JSON.stringify({ value, urls: urls.filter((url) => url.startsWith("file:")) }));`,
  );
  const { stdout, stderr } = await runScript(file, [], { env: { KEYFOLD_CONFIG: join(folder, "config.toml") } });
  expect(stderr).toBe("");
  const { value, urls } = JSON.parse(stdout) as { value: number; urls: string[] };
  expect(value).toBe(42);
  expect(urls.some((url) => url.includes("/context/dist/"))).toBe(true);
  expect(urls.some((url) => url.includes("smol-toml"))).toBe(true);
  expect(urls.filter((url) => /graphql|\/client\//.test(url))).toEqual([]);
});

import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { generate } from "@graphql-codegen/cli";
import { expect, test } from "vitest";
import config from "../codegen.ts";

const cwd = join(import.meta.dirname, "..");
const root = join(cwd, "../..");

test("the generated files are what the schema and the operations make today: npx pnpm@12 turbo generate", async () => {
  const files: { filename: string; content: string }[] = await generate({ ...config, cwd, silent: true }, false);
  const made = files.map(({ filename, content }) => [relative(root, resolve(cwd, filename)), content]);
  expect(made.map(([path]) => path).sort()).toEqual([
    "packages/client/src/generated/operations.ts",
    "packages/console/src/generated/operations.ts",
    "packages/server/src/generated/resolvers.ts",
  ]);
  for (const [path, content] of made) expect(readFileSync(join(root, String(path)), "utf8")).toBe(content);
});

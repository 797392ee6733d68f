import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "@tooling/packed/published-packages";
import { apiPages } from "./api-pages.ts";

for (const [path, page] of apiPages()) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), page);
}

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@tooling/packed/published-packages";
import { apiPages } from "./api-pages.ts";

const folder = join(root, "docs/api");
mkdirSync(folder, { recursive: true });
for (const [file, { text }] of apiPages()) writeFileSync(join(folder, file), text);

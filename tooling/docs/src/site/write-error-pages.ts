import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorPages } from "./error-pages.ts";
import { docs } from "./pages.ts";

rmSync(join(docs, "errors"), { recursive: true, force: true });
mkdirSync(join(docs, "errors"));
for (const [path, text] of errorPages()) writeFileSync(join(docs, path), text);

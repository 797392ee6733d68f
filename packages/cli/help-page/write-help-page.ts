import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { helpPage } from "./help-page.ts";

writeFileSync(join(import.meta.dirname, "../../../docs/cli.md"), helpPage());

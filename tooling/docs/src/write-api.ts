import { join } from "node:path";
import { renderApi, root } from "./render-api.ts";

const complaints = await renderApi(join(root, "docs/api"));
if (complaints.length > 0) throw new Error(complaints.join("\n"));

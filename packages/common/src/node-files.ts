import { createRequire } from "node:module";

/** Node's `fs`. Where it is imported, Node loads `fs.promises` as well, which takes longer than to load a configuration. */
export const fs: typeof import("node:fs") = createRequire("/")("node:fs");

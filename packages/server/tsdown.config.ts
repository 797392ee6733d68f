import { library } from "@tooling/typescript/library";

export default library({
  index: "src/index.ts",
  main: "src/main.ts",
  "sqlite-worker": "src/database/sqlite/sqlite-worker.ts",
  "value-worker": "src/vault/value-worker.ts",
  "segment-worker": "src/audit/segment-worker.ts",
});

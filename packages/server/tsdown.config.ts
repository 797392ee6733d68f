import { library } from "@tooling/typescript/library";

export default library({
  index: "src/index.ts",
  main: "src/main.ts",
  "list-worker": "src/database/sqlite/list-worker.ts",
  "segment-worker": "src/audit/segment-worker.ts",
});

import { library } from "@tooling/tsdown";

export default library({ index: "src/index.ts", check: "src/check.ts" });

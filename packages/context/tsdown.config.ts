import { library } from "@tooling/tsdown";

export default library({ index: "src/index.ts", testing: "src/testing.ts" });

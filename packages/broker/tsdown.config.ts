import { library } from "@tooling/typescript/library";

export default library({ index: "src/index.ts" });

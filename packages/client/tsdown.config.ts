import { library } from "@tooling/tsdown";

export default library({ index: "src/index.ts", logins: "src/logins.ts" });

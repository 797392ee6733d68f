import { library } from "@tooling/tsdown";

export default library({ main: "src/main.ts" });

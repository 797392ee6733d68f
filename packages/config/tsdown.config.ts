import { library } from "@tooling/tsdown";

export default library();

import { layer } from "@tooling/typescript/library";

export default layer({ index: "src/index.ts", check: "src/check.ts" });

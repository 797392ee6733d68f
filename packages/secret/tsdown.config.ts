import { layer } from "@tooling/typescript/library";

export default layer();

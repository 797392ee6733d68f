import { workspaceTests } from "@tooling/vitest";

export default workspaceTests(import.meta.dirname);

import { join } from "node:path";
import { quickTests, workspaceTests } from "@tooling/vitest";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;
const globalSetup = [join(root, "tooling/vitest/src/services/global-setup.ts")];
const provide = { stores: "sqlite" } as const;

export default defineConfig(({ mode }) => {
  if (mode === "quick") return quickTests(root, { provide });
  return workspaceTests(root, {
    browser: { globalSetup: [join(root, "tooling/browser/src/unpack-browser.ts")] },
    docs: { globalSetup },
    release: { globalSetup },
    server: { globalSetup, provide },
    // What the stores have a part in, also over PostgreSQL and OpenBao.
    "server-on-postgres-and-openbao": {
      of: "server",
      globalSetup,
      provide: { stores: "postgres-and-openbao" },
      include: [
        "src/{audit,operations}/**/*.test.ts",
        "src/graphql/format-errors.test.ts",
        "src/http/{health-routes,hostile-values,metrics-route,sessions}.test.ts",
        "test/scenarios/{audit-head,costly-lists,every-field,known-lists,lists,retention,teams-apart,verify-instance}.test.ts",
      ],
      exclude: ["**/*.sqlite.test.ts", "src/audit/{audit-stream,verify-audit}.test.ts"],
    },
  });
});

import { join } from "node:path";
import { workspaceTests } from "@tooling/vitest";

const globalSetup = [join(import.meta.dirname, "tooling/vitest/src/services/global-setup.ts")];

export default workspaceTests(import.meta.dirname, {
  docs: { globalSetup },
  server: { globalSetup, provide: { stores: "sqlite" } },
  // What goes through a server, once more over PostgreSQL and OpenBao.
  "server-on-postgres-and-openbao": {
    of: "server",
    globalSetup,
    provide: { stores: "postgres-and-openbao" },
    include: ["src/{access,audit,graphql,http,operations}/**/*.test.ts"],
    exclude: ["**/*.sqlite.test.ts", "src/audit/verify-audit.test.ts"],
  },
});

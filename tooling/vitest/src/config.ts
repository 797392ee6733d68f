import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ViteUserConfig } from "vitest/config";

const groups = ["packages", "tooling", "examples"];

/** One vitest run over every folder that has tests; packages see each other's source, as the type checker does. */
export function workspaceTests(root: string): ViteUserConfig {
  const folders = groups.flatMap((group) =>
    readdirSync(join(root, group))
      .filter((name) => existsSync(join(root, group, name, "package.json")))
      .map((name) => ({ name, path: join(root, group, name) })),
  );
  const conditions = ["source", "node", "import", "module", "default"];
  return {
    ssr: { resolve: { conditions, externalConditions: conditions } },
    // A dependency is the file that Node takes: one graphql for our code and for Mercurius.
    resolve: { mainFields: [], extensions: [".js", ".mjs", ".cjs", ".json", ".ts"] },
    test: {
      projects: folders.map(({ name, path }) => ({
        extends: true as const,
        root: path,
        test: { name, include: ["{src,.}/**/*.test.ts"], exclude: ["**/node_modules/**", "**/dist/**"] },
      })),
      globalSetup: [join(import.meta.dirname, "leave-nothing-behind.ts")],
      reporters: ["default", join(import.meta.dirname, "closing-line-reporter.ts")],
      restoreMocks: true,
      unstubEnvs: true,
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  };
}

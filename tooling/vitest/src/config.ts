import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ViteUserConfig } from "vitest/config";

/** What the tests of a folder need besides, or a second run of some of them. */
export type ProjectTests = Pick<NonNullable<ViteUserConfig["test"]>, "exclude" | "globalSetup" | "include" | "provide">;

export interface SecondRun extends ProjectTests {
  /** The folder whose tests run once more. */
  readonly of: string;
}

/** Tests that start many processes, or services that must be installed first. */
const scenarios = "**/scenarios/**";

/**
 * One vitest run over every folder that has tests; packages see each other's source, as the type checker does. `more`
 * says by a folder's name what its tests need, and by a new name which tests run once more.
 */
export function workspaceTests(root: string, more: Record<string, ProjectTests | SecondRun> = {}): ViteUserConfig {
  return testsOf(foldersIn(root, ["packages", "deploy", "tooling", "examples"]), more);
}

/**
 * What needs neither a database nor Python nor the network: the packages' tests, without scenarios, and the dependency rules.
 * Files share a worker and its modules, across packages as well, and properties are tried with fewer inputs.
 */
export function quickTests(root: string, tests: ProjectTests): ViteUserConfig {
  const include = ["packages/**/*.test.ts", "tooling/dependency-rules/**/*.test.ts"];
  const quick = testsOf([{ name: "quick", path: root }], { quick: { ...tests, include, exclude: [scenarios] } });
  return {
    ...quick,
    test: { ...quick.test, isolate: false, setupFiles: [join(import.meta.dirname, "fewer-runs.ts")] },
  };
}

interface Folder {
  name: string;
  path: string;
}

function foldersIn(root: string, groups: readonly string[]): Folder[] {
  return groups.flatMap((group) =>
    readdirSync(join(root, group))
      .filter((name) => existsSync(join(root, group, name, "package.json")))
      .map((name) => ({ name, path: join(root, group, name) })),
  );
}

function testsOf(folders: Folder[], more: Record<string, ProjectTests | SecondRun>): ViteUserConfig {
  for (const [name, tests] of Object.entries(more)) {
    const repeated = "of" in tests ? folders.find((folder) => folder.name === tests.of) : undefined;
    if (repeated !== undefined) folders.push({ name, path: repeated.path });
  }
  // Node gets these as well, for `require` too: "import" among them would give pg a module where it needs a class.
  const conditions = ["source", "node"];
  const projectOf = (name: string): ProjectTests => {
    const { include = ["**/*.test.ts"], exclude = [], globalSetup = [], provide = {} } = more[name] ?? {};
    return {
      include,
      exclude: ["**/node_modules/**", "**/dist/**", ...exclude],
      globalSetup,
      provide,
    };
  };
  return {
    ssr: { resolve: { conditions, externalConditions: conditions } },
    // A dependency is the file that Node takes: one graphql for our code and for graphql-jit.
    resolve: { mainFields: [], extensions: [".js", ".mjs", ".cjs", ".json", ".ts"] },
    test: {
      projects: folders.map(({ name, path }) => ({
        extends: true as const,
        root: path,
        test: { name, ...projectOf(name) },
      })),
      globalSetup: [join(import.meta.dirname, "leave-nothing-behind.ts")],
      reporters: ["default", join(import.meta.dirname, "closing-line-reporter.ts")],
      // Most tests wait for processes: one worker fewer than there are cores leaves a core idle.
      maxWorkers: "100%",
      restoreMocks: true,
      unstubEnvs: true,
      // A machine under load is slow, not wrong; `expect.poll` waits a part of it for what must come.
      testTimeout: 180_000,
      expect: { poll: { timeout: 60_000 } },
      hookTimeout: 180_000,
    },
  };
}

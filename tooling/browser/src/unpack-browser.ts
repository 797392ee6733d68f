import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { browserProgram } from "./browser-program.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The path of the browser's program. */
    browser: string;
  }
}

/**
 * Around the tests of a run: the browser, in a folder of its own. The test files are given its path, as several that unpack it at once would
 * find each other's half of it.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "browser-"));
  project.provide("browser", await browserProgram(folder));
  return () => rmSync(folder, { recursive: true, force: true });
}

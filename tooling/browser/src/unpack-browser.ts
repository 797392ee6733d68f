import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The path of the browser's program. */
    browser: string;
  }
}

/**
 * Around the tests of a run: the browser of npm's `@sparticuz/chromium` in a folder of its own, or the one that `CHROME_PATH` names. The
 * test files are given its path, as several that unpack it at once would find each other's half of it.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const { CHROME_PATH, TMPDIR } = process.env;
  const folder = mkdtempSync(join(tmpdir(), "browser-"));
  try {
    // It unpacks into the system's temporary folder, whichever that is.
    process.env.TMPDIR = folder;
    project.provide("browser", CHROME_PATH ?? (await chromium.executablePath()));
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  return () => rmSync(folder, { recursive: true, force: true });
}

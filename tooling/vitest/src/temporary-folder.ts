import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Has something done when it is over: by default, when the test that asked is. */
export type AtEnd = (work: () => void | Promise<void>) => void;

/** An empty folder that goes with the test that asked for it. */
export function temporaryFolder(atEnd: AtEnd = onTestFinished): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-test-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

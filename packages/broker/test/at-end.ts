import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const steps: (() => unknown)[] = [];

afterAll(async () => {
  for (const step of steps.splice(0).reverse()) await step();
});

/** Does something when the tests of this file are over; what was asked last is done first. */
export function atEnd(step: () => unknown): void {
  steps.push(step);
}

/** An empty folder that goes when the tests of this file are over. */
export function folderOfFile(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-test-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

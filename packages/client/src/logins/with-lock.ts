import { closeSync, openSync, rmSync, statSync } from "node:fs";

const pauseMs = 5;
/** After so long a lock was left by a process that died: what is done under one takes a few milliseconds. */
const staleMs = 10_000;

/** Does something while no other process does, by a file that only one of them can make. */
export function withLock<T>(path: string, work: () => T): T {
  while (!take(path)) {
    if (isStale(path)) rmSync(path, { force: true });
    else pause();
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  try {
    closeSync(openSync(path, "wx", 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isStale(path: string): boolean {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && Math.abs(Date.now() - made) > staleMs;
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}

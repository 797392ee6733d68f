import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { processEnvironment } from "@keyfold/common/process-environment";
import { addToEnvironment, removeFromEnvironment } from "../process-environment.ts";

/**
 * Takes variables out of what Linux shows of this process's first environment (`/proc/PID/environ`): it shows the memory that they came in, which is
 * emptied. The process keeps them, in memory of its own. That takes no time, where to start Node anew takes as long as all the rest.
 *
 * @returns whether none of their values is shown any more; else nothing is lost.
 */
export function hideVariables(names: readonly string[]): boolean {
  const env = processEnvironment();
  const kept = Object.fromEntries(names.map((name) => [name, String(env[name])]));
  removeFromEnvironment(names);
  addToEnvironment(kept);
  try {
    const shown = readFileSync(environmentFile);
    emptyEntries(shown, names);
    const left = readFileSync(environmentFile);
    return !Object.values(kept).some((value) => left.includes(value));
  } catch {
    return false;
  }
}

const environmentFile = "/proc/self/environ";

/** Writes zeros over variables of the first environment, if it is where Linux says that it is. */
function emptyEntries(shown: Buffer, names: readonly string[]): void {
  const start = environmentStart();
  const memory = openSync("/proc/self/mem", "r+");
  try {
    for (let from = 0; from < shown.length; ) {
      const end = shown.indexOf(0, from);
      const entry = shown.subarray(from, end < 0 ? shown.length : end);
      if (names.some((name) => entry.indexOf(`${name}=`) === 0)) {
        const there = Buffer.alloc(entry.length);
        readSync(memory, there, 0, there.length, start + from);
        if (!there.equals(entry)) return;
        writeSync(memory, Buffer.alloc(entry.length), 0, entry.length, start + from);
      }
      from += entry.length + 1;
    }
  } finally {
    closeSync(memory);
  }
}

/** The address of the first environment: the 50th field of what Linux says of a process. */
function environmentStart(): number {
  const text = readFileSync("/proc/self/stat", "latin1");
  // The name of the program is the second, and may hold spaces and brackets.
  return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[47]);
}

import { readdirSync, readFileSync } from "node:fs";

/** Stops a process where it is, or wakes it up, unless it has ended. When this returns, none of its threads goes on: the signal alone reaches them one by one. */
export function freeze(pid: number, signal: "SIGSTOP" | "SIGCONT"): void {
  const tick = new Int32Array(new SharedArrayBuffer(4));
  try {
    process.kill(pid, signal);
    for (let tries = 0; signal === "SIGSTOP" && !isStopped(pid); tries += 1) {
      if (tries === 10_000) throw new Error(`process ${pid} does not stop`);
      Atomics.wait(tick, 0, 0, 1);
    }
  } catch (error) {
    // One that has just ended.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Throws `ESRCH` for a process that is not there. */
function isStopped(pid: number): boolean {
  process.kill(pid, 0);
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) => {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "latin1");
      // The state comes behind the name, in which there may be brackets.
      return "TtZX".includes(stat.charAt(stat.lastIndexOf(")") + 2));
    });
  } catch {
    // A thread has ended meanwhile.
    return false;
  }
}

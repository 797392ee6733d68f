import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { record } from "@tooling/vitest/canary";
import { onTestFinished } from "vitest";

/** The built command. */
export const keyfoldCommand: string = join(import.meta.dirname, "../dist/main.js");

/** `keyfold` while it runs, in a session of its own: without a terminal, wherever the tests were started. */
export interface RunningKeyfold {
  child: ChildProcess;
  /** Waits until it has printed a line that begins so, and gives the rest of that line. */
  line(start: string): Promise<string>;
  /** Waits for its end. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
}

export function startKeyfold(args: readonly string[], env: Record<string, string>): RunningKeyfold {
  const child = spawn(process.execPath, [keyfoldCommand, ...args], {
    env: { PATH: process.env.PATH ?? "", ...env },
    cwd: "/",
    stdio: "pipe",
    detached: true,
  });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  }
  const closed = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  onTestFinished(async () => {
    killGroup(Number(child.pid));
    await closed;
    record("keyfold-run", printed.stdout + printed.stderr);
  });
  return {
    child,
    line(start) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const found = printed.stdout
            .split("\n")
            .slice(0, -1)
            .find((line) => line.startsWith(start));
          if (found !== undefined) resolve(found.slice(start.length));
        };
        look();
        child.stdout.on("data", look);
        child.once("close", () => reject(new Error(`keyfold ended: ${printed.stdout}${printed.stderr}`)));
      });
    },
    async ended() {
      const [code, signal] = await closed;
      return { code, signal, ...printed };
    },
  };
}

/** The arguments that run a piece of JavaScript. */
export function node(script: string): string[] {
  return [process.execPath, "--input-type=module", "--eval", script];
}

/** The arguments of a program that gets a signal, gives another time to come, and prints how often it got it. */
export function countsSignals(signal: NodeJS.Signals): string[] {
  return node(`let times = 0;
    process.on("${signal}", () => { times += 1; setTimeout(() => { console.log("times " + times); process.exit(5); }, 300); });
    console.log("ready"); setInterval(() => {}, 1000);`);
}

/** Also those that keyfold left behind when it was killed itself. */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

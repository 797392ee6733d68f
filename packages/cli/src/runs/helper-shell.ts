import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";

/** A shell beside the program, which has nothing of the environment and doesn't keep this process alive. */
export function helperShell(
  script: string,
  args: readonly string[],
  stdio: StdioOptions,
  detached = true,
): ChildProcess {
  const shell = spawn("/bin/sh", ["-c", script, "keyfold", ...args], {
    detached,
    stdio,
    env: { PATH: "/usr/bin:/bin" },
  });
  shell.on("error", () => {});
  for (const stream of [shell.stdin, shell.stdout]) {
    stream?.on("error", () => {});
    (stream as unknown as { unref(): void } | null)?.unref();
  }
  shell.unref();
  return shell;
}

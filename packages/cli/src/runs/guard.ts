import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { shellQuote } from "@keyfold/common/shell-quote";

/**
 * Does what is left to do when this process is killed, which can't do it then: a shell does, once its standard input ends. It is started when
 * there is something to do, and ends when nothing is left; it leads a group of its own, so that Ctrl-C does not reach it.
 */
export class Guard {
  readonly #steps = new Set<string>();
  #shell: ChildProcess | undefined;

  /**
   * Removes a folder.
   *
   * @returns what takes that back.
   */
  removes(folder: string): () => void {
    return this.#add(`rm -rf -- ${shellQuote(folder)}`);
  }

  /**
   * Ends processes.
   *
   * @param target - what `kill` takes for them.
   * @returns what takes that back.
   */
  ends(target: number): () => void {
    return this.#add(`kill -s TERM -- ${target}; sleep 2; kill -s KILL -- ${target}`);
  }

  #add(step: string): () => void {
    this.#steps.add(step);
    this.#write();
    return () => {
      this.#steps.delete(step);
      this.#write();
    };
  }

  /** The shell runs each line at once, and the steps when it ends. */
  #write(): void {
    this.#shell ??= helperShell([], ["pipe", "ignore", "ignore"]);
    const line = `trap ${shellQuote([...this.#steps].join("\n"))} EXIT\n`;
    if (this.#steps.size > 0) {
      this.#shell.stdin?.write(line);
    } else {
      this.#shell.stdin?.end(line);
      this.#shell = undefined;
    }
  }
}

/** A shell beside the program, which has nothing of the environment and doesn't keep this process alive. */
export function helperShell(args: readonly string[], stdio: StdioOptions, detached = true): ChildProcess {
  const shell = spawn("/bin/sh", args, { detached, stdio, env: { PATH: "/usr/bin:/bin" } });
  shell.on("error", () => {});
  for (const stream of [shell.stdin, shell.stdout]) {
    stream?.on("error", () => {});
    (stream as unknown as { unref(): void } | null)?.unref();
  }
  shell.unref();
  return shell;
}

import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processEnvironment } from "@keyfold/common/process-environment";
import { shellQuote } from "@keyfold/common/shell-quote";

/** Files that hold values for one program. */
export interface SecretFiles {
  /** Writes a file that only this user can read, and gives its path. */
  write(name: string, content: string): string;
  /** Writes a file anew; whoever reads it meanwhile reads all of the one or the other. */
  replace(name: string, content: string): void;
  /** Removes them all. */
  remove(): void;
}

/**
 * Creates a folder that only this user can read, in memory where the system allows that. It is removed when this process
 * ends, even if it is killed.
 */
export function openSecretFiles(guard: Guard): SecretFiles {
  const folder = makeFolder();
  const forget = guard.removes(folder);
  return {
    write(name, content) {
      const file = join(folder, name);
      writeFileSync(file, content, { mode: 0o600, flag: "wx" });
      return file;
    },
    replace(name, content) {
      const next = join(folder, `.${name}`);
      writeFileSync(next, content, { mode: 0o600 });
      renameSync(next, join(folder, name));
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
      forget();
    },
  };
}

/**
 * A new folder that only this user can read, in memory where the system allows that.
 *
 * @throws Error of the file system where no folder takes it.
 */
export function makeFolder(): string {
  const folders = ["/dev/shm", processEnvironment().XDG_RUNTIME_DIR, tmpdir()];
  for (const parent of folders.filter((one) => one !== undefined && one !== "")) {
    try {
      return mkdtempSync(join(String(parent), "keyfold-run-"));
    } catch (error) {
      if (parent === folders.at(-1)) throw error;
    }
  }
  throw new Error("There is no folder for temporary files.");
}

/**
 * Does what is left to do when this process is killed, which can't do it then: a shell does, once its standard input ends. It leads a group of
 * its own, so that Ctrl-C does not reach it.
 */
export class Guard {
  readonly #steps = new Set<string>();
  #shell: ChildProcess | undefined;

  /** Starts the shell, which otherwise is when there is something to do. */
  start(): void {
    this.#shell ??= helperShell([], ["pipe", "ignore", "ignore"]);
  }

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
    this.start();
    this.#shell?.stdin?.write(`trap ${shellQuote([...this.#steps].join("\n"))} EXIT\n`);
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

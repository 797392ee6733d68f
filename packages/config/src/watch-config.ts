import type { FSWatcher } from "node:fs";
import { dirname, resolve } from "node:path";
import { fs } from "@keyfold/common/node-files";
import type { Config } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import type { ConfigOptions } from "./config-options.ts";
import { unreadable } from "./files/read-config-file.ts";
import { configFrom, filesOf, readFiles } from "./load-config.ts";
import type { ConfigTable } from "./table.ts";

/** A configuration that follows its files. */
export interface ConfigWatcher<T = ConfigTable> extends Disposable {
  /** The last one that could be loaded. */
  readonly config: Config<T>;
  /** Stops watching; so does the end of the block in which it was made with `using`. */
  close(): void;
}

/** An editor writes a file in several steps. In milliseconds. */
const settling = 50;

/**
 * Loads a configuration and loads it again whenever one of its files changes, is replaced, appears or goes. Watching keeps no process
 * alive. The environment and the overrides stay what they were.
 *
 * @example
 * ```ts
 * using watcher = watchConfig({ envPrefix: "MYAPP" }, (config, problem) => {
 *   if (problem) console.warn(`${problem.message} ${problem.tip}`);
 *   else server.use(config);
 * });
 * ```
 *
 * @param options - where it comes from, as for `loadConfig`.
 * @param onChange - called with each new configuration; when the new one is broken, with the last good one and what is wrong. What it
 *   throws is an uncaught exception of the process.
 * @throws ConfigError with the code of what is wrong with the first one, as `loadConfig` does, or with FILE_UNREADABLE for a folder
 *   that can't be watched; see docs/errors.md.
 */
export function watchConfig<T = ConfigTable>(
  options: ConfigOptions<T>,
  onChange: (config: Config<T>, problem?: ConfigError) => void,
): ConfigWatcher<T> {
  const watchers = new Map<string, FSWatcher>();
  let files = readFiles(options);
  let config = configFrom(options, files);
  let failing: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const reload = (): void => {
    if (closed) return;
    try {
      follow();
      const read = readFiles(options);
      const same = read.length === files.length && read.every((file, index) => file.equals(files[index]));
      if (same && failing === undefined) return;
      config = configFrom(options, read);
      files = read;
      failing = undefined;
      onChange(config);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (failing === error.message) return;
      failing = error.message;
      onChange(config, error);
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(reload, settling);
    timer.unref();
  };
  /** Folders, not files: a file that is replaced is another file. */
  const follow = (): void => {
    const wanted = new Set(filesOf(options).flatMap(({ path }) => foldersOf(path)));
    for (const [folder, watcher] of watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of wanted) {
      if (watchers.has(folder)) continue;
      const watcher = watchFolder(folder, soon);
      // A folder that goes away is looked for again.
      watcher.on("error", () => {
        watchers.delete(folder);
        watcher.close();
        soon();
      });
      watchers.set(folder, watcher);
    }
  };
  const close = (): void => {
    closed = true;
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };

  follow();
  return {
    get config() {
      return config;
    },
    close,
    [Symbol.dispose]: close,
  };
}

function watchFolder(folder: string, onEvent: () => void): FSWatcher {
  try {
    return fs.watch(folder, { persistent: false }, onEvent);
  } catch (error) {
    throw unreadable(error, folder);
  }
}

/** The folder of a file, or the nearest one above it that is there; and those of the links on the way to it. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  let part = resolve(path);
  for (let above = dirname(part); above !== part; part = above, above = dirname(above)) {
    const folder = realPath(above);
    if (folder === undefined) continue;
    if (folders.length === 0 || fs.lstatSync(part, { throwIfNoEntry: false })?.isSymbolicLink()) folders.push(folder);
  }
  const real = realPath(path);
  return real === undefined ? folders : [...folders, dirname(real)];
}

function realPath(path: string): string | undefined {
  try {
    return fs.realpathSync(path);
  } catch {
    return undefined;
  }
}

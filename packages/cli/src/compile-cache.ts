import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { Module } from "node:module";
import { basename, dirname, join } from "node:path";
import { constants, Script } from "node:vm";
import { homeFolder, processEnvironment } from "@keyfold/common/process-environment";
import manifest from "../package.json" with { type: "json" };

/** A CommonJS module, as Node's loader makes it. */
interface LoadedModule {
  exports: unknown;
  require(id: string): unknown;
  _compile(source: string, filename: string, ...more: unknown[]): unknown;
}

/**
 * Keeps what is compiled of this command in ~/.keyfold, and takes it from there at the next start. Node's own cache is filled before any function has
 * run, and most are compiled when they are first called; this one is filled when the command has done its work, and has these too.
 *
 * It is code: nothing is kept where that folder is not there yet, is somebody else's, or can be written to by others, nor beside KEYFOLD_CONFIG,
 * which may be in a repository.
 *
 * @param use - each has a cache of its own, as it calls other functions.
 */
export function keepCompiledCode(use: "run" | "other"): void {
  const env = processEnvironment();
  const home = join(homeFolder(env), ".keyfold");
  const stats = statSync(home, { throwIfNoEntry: false });
  if (stats === undefined || env.NODE_DISABLE_COMPILE_CACHE) return;
  const isOwn = process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & 0o022) === 0);
  if (!isOwn) return;
  const folder = join(home, "cache", `${manifest.version}-${process.version}-${process.arch}`, use);
  const compiled = new Map<string, Script>();
  const loader = Module.prototype as unknown as LoadedModule;
  const compile = loader._compile;
  loader._compile = function (source, filename, ...more) {
    if (dirname(filename) !== import.meta.dirname) return compile.call(this, source, filename, ...more);
    const { size, mtimeMs } = statSync(filename);
    const file = join(folder, `${basename(filename)}-${size}-${mtimeMs}`);
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
      filename,
      cachedData: readIfThere(file),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    if (script.cachedDataRejected !== false) compiled.set(file, script);
    const require = (id: string): unknown => this.require(id);
    return script.runInThisContext()(this.exports, require, this, filename, import.meta.dirname);
  };
  process.on("exit", (code) => {
    for (const [file, script] of code === 0 ? compiled : []) keep(file, script.createCachedData());
  });
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Whole and on the disk or not at all, as V8 looks at the length of the code alone; where it can't be written, the next start does without it. */
function keep(file: string, code: Buffer): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, code, { mode: 0o600, flush: true });
    renameSync(temporary, file);
  } catch {}
}

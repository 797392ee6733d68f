import { execFile } from "node:child_process";
import { existsSync, globSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs npm in a folder and gives what it printed. */
export type Npm = (folder: string, ...args: readonly string[]) => Promise<string>;

export interface InstalledPackage {
  name: string;
  version: string;
  /** Where it is, from the project's folder: nested if another version stands above it. */
  path: string;
}

export interface OutsideProject {
  folder: string;
  /** Installs more packages, or other versions, as `npm install` does. */
  install(...packages: readonly string[]): Promise<void>;
  /** Every package in its node_modules, sorted by its path. */
  installed(): InstalledPackage[];
  /** The size of its node_modules in bytes. */
  bytes(): number;
  /** Runs a program of the project with this Node, TypeScript or not, and gives its standard output. */
  run(source: string, env?: Record<string, string>): Promise<string>;
  /** Type checks a program under each module resolution; throws with the compiler's words. */
  compile(source: string): Promise<void>;
}

/** A new project, away from the repository, that installs packages or tarballs with npm as a user would. */
export async function outsideProject(
  folder: string,
  packages: readonly string[],
  npm: Npm = npmAsItIs,
): Promise<OutsideProject> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "outside", private: true, type: "module" }));
  const install: OutsideProject["install"] = async (...wanted) => {
    await npm(folder, "install", "--no-audit", "--no-fund", "--omit=dev", ...wanted);
  };
  await install(...packages);
  return {
    folder,
    install,
    installed: () => packagesUnder(folder),
    bytes: () => bytesUnder(join(folder, "node_modules")),
    run: async (source, env = {}) => {
      const program = join(folder, "program.ts");
      writeFileSync(program, source);
      const { stdout } = await run(process.execPath, ["--disable-warning=ExperimentalWarning", program], {
        cwd: folder,
        env: { PATH: process.env.PATH ?? "", HOME: folder, ...env },
      });
      return stdout;
    },
    compile: async (source) => {
      writeFileSync(join(folder, "program.ts"), source);
      for (const [module, moduleResolution] of [
        ["node16", "node16"],
        ["nodenext", "nodenext"],
        ["esnext", "bundler"],
      ]) {
        const target = "es2022";
        const types = { types: ["node"], typeRoots: [typeRoots] };
        const compilerOptions = { module, moduleResolution, target, strict: true, noEmit: true, ...types };
        writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
        await run(process.execPath, [compiler, "--project", folder]).catch((error: { stdout: string }) => {
          throw new Error(`With moduleResolution ${moduleResolution}:\n${error.stdout}`);
        });
      }
    },
  };
}

/** The packages below a folder's node_modules, those of packages included, sorted by their paths. */
export function packagesUnder(folder: string): InstalledPackage[] {
  return globSync("**/node_modules/{*,@*/*}/package.json", { cwd: folder })
    .map((manifest) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, manifest), "utf8")) as InstalledPackage;
      return { name, version, path: join(manifest, "..") };
    })
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** The bytes of the files below a folder. */
export function bytesUnder(folder: string): number {
  if (!existsSync(folder)) return 0;
  return globSync("**/*", { cwd: folder })
    .map((file) => lstatSync(join(folder, file)))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
}

const compiler = join(import.meta.dirname, "../node_modules/typescript/bin/tsc");
const typeRoots = join(import.meta.dirname, "../node_modules/@types");

const npmAsItIs: Npm = async (cwd, ...args) => (await run("npm", args, { cwd })).stdout;

import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface OutsideProject {
  folder: string;
  /** The packages in its node_modules, by name, sorted. */
  installed(): string[];
  /** Runs a program of the project with this Node and gives its standard output. */
  run(source: string, env?: Record<string, string>): Promise<string>;
  /** Type checks a program under each module resolution; throws with the compiler's words. */
  compile(source: string): Promise<void>;
}

/** A new project, away from the repository, that installs tarballs with npm as a user would. */
export async function outsideProject(folder: string, tarballs: readonly string[]): Promise<OutsideProject> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "outside", private: true, type: "module" }));
  await run("npm", ["install", "--no-audit", "--no-fund", "--omit=dev", ...tarballs], { cwd: folder });
  return {
    folder,
    installed: () => packagesIn(join(folder, "node_modules")),
    run: async (source, env = {}) => {
      writeFileSync(join(folder, "program.mjs"), source);
      const { stdout } = await run(process.execPath, ["program.mjs"], {
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

const compiler = join(import.meta.dirname, "../node_modules/typescript/bin/tsc");
const typeRoots = join(import.meta.dirname, "../node_modules/@types");

function packagesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    )
    .sort();
}

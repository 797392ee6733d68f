import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export interface Import {
  /** The file that imports, from the repository's root. */
  file: string;
  specifier: string;
  kind: "static" | "type" | "dynamic";
}

export interface Package {
  name: string;
  folder: string;
  dependencies: string[];
  imports: Import[];
}

export const root: string = join(import.meta.dirname, "../../..");

/** The manifest and the imports of each package in a group of folders, tests and generated code included. */
export function readPackages(group: string): Package[] {
  return globSync("*/package.json", { cwd: join(root, group) }).map((file) => {
    const folder = join(root, group, dirname(file));
    const manifest = JSON.parse(readFileSync(join(root, group, file), "utf8")) as {
      name: string;
      dependencies?: Record<string, string>;
    };
    return {
      name: manifest.name,
      folder,
      dependencies: Object.keys(manifest.dependencies ?? {}),
      imports: globSync("src/**/*.{ts,tsx}", { cwd: folder }).flatMap((file) => importsOf(join(folder, file))),
    };
  });
}

const statement = /^\s*(?:import|export)\b(?<type>\s+type\b)?[^;"'`]*?\bfrom\s*["'](?<from>[^"']+)["']/gm;
const bare = /^\s*import\s*["'](?<from>[^"']+)["']/gm;
const dynamic = /\bimport\(\s*["'](?<from>[^"']+)["']\s*\)(?<type>\s*\.\s*[A-Z])?/g;

/** What a file imports. The formatter keeps each import statement at the start of a line. */
export function importsOf(path: string): Import[] {
  const text = readFileSync(path, "utf8");
  const file = relative(root, path);
  const found = (pattern: RegExp, kind: Import["kind"]): Import[] =>
    [...text.matchAll(pattern)].map(({ groups }) => ({
      file,
      specifier: groups?.from ?? "",
      kind: groups?.type ? "type" : kind,
    }));
  return [...found(statement, "static"), ...found(bare, "static"), ...found(dynamic, "dynamic")];
}

/** The package that a specifier names, or undefined for a relative path or a module of the runtime. */
export function packageOf(specifier: string): string | undefined {
  if (/^(\.|node:|#)/.test(specifier)) return undefined;
  return specifier.startsWith("@") ? specifier.split("/").slice(0, 2).join("/") : specifier.split("/")[0];
}

/** Whether a file is a test or there for tests only. */
export function isTest(file: string): boolean {
  return /\.test(-d)?\.ts$|\/conformance\.ts$|\/(test|testing|fixtures)\//.test(file);
}

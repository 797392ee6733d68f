import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { API, type Checker, type Symbol as Named, type Project, SymbolFlags } from "typescript/unstable/sync";

/** A name that a module exports, as its reader sees it. */
export interface Exported {
  name: string;
  /** The text of its TSDoc, without the tags. */
  comment: string;
  /** `@param`, `@returns`, `@throws`, in their order. */
  tags: { name: string; text: string }[];
  /** What declares it, with the comments of its members. */
  declaration: string;
}

/** The exports of built declaration files, by file. */
export function readExports(files: readonly string[]): Map<string, Exported[]> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-exports-"));
  const api = new API();
  try {
    const config = join(folder, "tsconfig.json");
    const compilerOptions = { module: "nodenext", target: "es2024", noEmit: true, types: [] };
    writeFileSync(config, JSON.stringify({ compilerOptions, files }));
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error("The compiler opened no project");
    return new Map(files.map((file) => [file, exportsOf(project, file)]));
  } finally {
    api.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function exportsOf({ program, checker }: Project, file: string): Exported[] {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} is not there, or exports nothing: build first`);
  return checker.getExportsOfModule(module).map((symbol) => {
    const original = symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return {
      name: symbol.name,
      comment: checker.getDocumentationCommentOfSymbol(original).trim(),
      tags: checker.getJsDocTagsOfSymbol(original).map(({ name, text = "" }) => ({ name, text: text.trim() })),
      declaration: declarationOf(original, checker),
    };
  });
}

function declarationOf(symbol: Named, checker: Checker): string {
  const texts = symbol.declarations.map((handle) => handle.resolve()?.getText() ?? "");
  const isVariable = symbol.flags & SymbolFlags.Variable;
  const type = isVariable ? checker.getTypeOfSymbol(symbol) : undefined;
  if (type !== undefined) return `const ${symbol.name}: ${checker.typeToString(type)};`;
  return texts
    .map((text) => text.replace(/^export /, "").replace(/^declare /, ""))
    .join("\n")
    .replace(/\n *(#private|private [^\n]*);/g, "")
    .replace(/\$\d+\b/g, "");
}

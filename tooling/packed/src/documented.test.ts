import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { API, SymbolFlags } from "typescript/unstable/sync";
import { expect, test } from "vitest";
import { publishedPackages } from "./published-packages.ts";

const doors = publishedPackages.flatMap((published) => published.doors);

/** The names that a declaration file exports, each with the comment that an editor shows for it. */
function documentedExports(types: string): Map<string, string> {
  const config = join(temporaryFolder(), "tsconfig.json");
  const compilerOptions = { module: "nodenext", target: "es2024", noEmit: true, types: [] };
  writeFileSync(config, JSON.stringify({ compilerOptions, files: [types] }));
  const api = new API();
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    const file = project?.program.getSourceFile(types);
    if (project === undefined || file === undefined) throw new Error(`${types} is not built`);
    const module = project.checker.getSymbolAtLocation(file);
    const exported = module === undefined ? [] : project.checker.getExportsOfModule(module);
    return new Map(
      exported.map((symbol) => {
        const original = symbol.flags & SymbolFlags.Alias ? project.checker.getAliasedSymbol(symbol) : symbol;
        return [symbol.name, project.checker.getDocumentationCommentOfSymbol(original)];
      }),
    );
  } finally {
    api.close();
  }
}

test.each(doors)("every export of $specifier says what it is", ({ types }) => {
  const exported = documentedExports(types);
  expect(exported.size).toBeGreaterThan(0);
  expect([...exported].filter(([, comment]) => comment.trim() === "").map(([name]) => name)).toEqual([]);
});

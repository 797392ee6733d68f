import type { PublishedPackage } from "@tooling/packed/published-packages";
import type { ExportDeclaration, Node } from "typescript/unstable/ast";
import { isExportSpecifier } from "typescript/unstable/ast/is";
import { type Checker, type Symbol as Named, SymbolFlags } from "typescript/unstable/sync";
import { describeSymbol } from "./describe-symbol.ts";
import type { Exported, PackageExports } from "./exported.ts";
import { typeNames } from "./type-names.ts";
import { withCompiler } from "./with-compiler.ts";

/** What a package exports, as its built declarations say. Each package by itself: one adds fields to the types of another. */
export function readPackage({ folder, doors }: PublishedPackage): PackageExports {
  const files = doors.map(({ types }) => types);
  return withCompiler(files, ({ program, checker }) => {
    const read = new Map<number, { shown: Exported; node: Node }>();
    const isOurs = (symbol: Named): boolean =>
      nodeOf(symbol)?.getSourceFile().fileName.startsWith(`${folder}/`) === true;
    const describe = (symbol: Named, typeOnly: boolean): Exported => {
      const node = nodeOf(symbol);
      if (node === undefined) throw new Error(`${symbol.name} is declared nowhere`);
      const shown = describeSymbol(symbol, node, checker, typeOnly);
      read.set(symbol.id, { shown, node });
      return shown;
    };
    const shownDoors = doors.map(({ specifier, types }) => {
      const source = program.getSourceFile(types);
      const module = source && checker.getSymbolAtLocation(source);
      if (module === undefined) throw new Error(`${types} is not there, or exports nothing: build first`);
      const symbols = checker.getExportsOfModule(module);
      const [own, passedOn] = [true, false].map((ours) =>
        symbols.filter((symbol) => isOurs(original(symbol, checker)) === ours),
      ) as [Named[], Named[]];
      return {
        specifier,
        exported: own.map((symbol) => describe(original(symbol, checker), isTypeOnly(nodeOf(symbol)))),
        passedOn: passedOn.map((symbol) => symbol.name),
      };
    });
    const mentioned: Exported[] = [];
    // It grows while it is gone through: what is mentioned mentions others.
    for (const { shown, node } of read.values()) {
      for (const symbol of typesIn(shown, node, checker)) {
        if (!read.has(symbol.id) && isOurs(symbol)) mentioned.push(describe(symbol, true));
      }
    }
    return { doors: shownDoors, mentioned };
  });
}

/** The types that a declaration names, its own parameters and those of the language left out. */
function typesIn(shown: Exported, node: Node, checker: Checker): Named[] {
  return typeNames(shown).flatMap((name) => {
    const found = checker.resolveName(name, SymbolFlags.Type, node, true);
    return found === undefined || found.flags & SymbolFlags.TypeParameter ? [] : [original(found, checker)];
  });
}

function original(symbol: Named, checker: Checker): Named {
  return symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function nodeOf(symbol: Named): Node | undefined {
  return symbol.declarations[0]?.resolve();
}

/** `export type { Name }` or `export { type Name }` */
function isTypeOnly(node: Node | undefined): boolean {
  if (node === undefined || !isExportSpecifier(node)) return false;
  return node.isTypeOnly || (node.parent.parent as ExportDeclaration).isTypeOnly;
}

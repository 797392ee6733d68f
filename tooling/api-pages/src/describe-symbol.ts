import type { Node } from "typescript/unstable/ast";
import {
  isClassDeclaration,
  isInterfaceDeclaration,
  isTypeAliasDeclaration,
  isTypeLiteralNode,
} from "typescript/unstable/ast/is";
import { type Checker, type Symbol as Named, SymbolFlags } from "typescript/unstable/sync";
import { commentOf } from "./comment-of.ts";
import { declarationOf, headOf } from "./declaration-of.ts";
import type { Exported } from "./exported.ts";
import { membersOf } from "./members-of.ts";

/**
 * What a name of a package is. A class of which only the type is exported can't be made by its reader, and an error is
 * not: their constructors are left out.
 */
export function describeSymbol(symbol: Named, node: Node, checker: Checker, typeOnly: boolean): Exported {
  const isClass = isClassDeclaration(node);
  const isError = isClass && / extends \w*Error$/.test(headOf(node, node.members));
  const isValue = Boolean(symbol.flags & SymbolFlags.Value) && !typeOnly;
  const exported: Omit<Exported, "declaration" | "members"> = {
    name: symbol.name.replace(/\$\d+$/, ""),
    kind: isError ? "error" : isValue ? "value" : "type",
    ...commentOf(symbol, checker),
  };
  const fields = isClass || isInterfaceDeclaration(node) ? node.members : literalOf(node);
  const members = fields === undefined ? [] : membersOf(fields, symbol, checker);
  const shown = isClass && isValue && !isError ? members : members.filter(({ name }) => name !== "constructor");
  if (fields !== undefined && (isClass || shown.some(({ text }) => text !== ""))) {
    return { ...exported, declaration: headOf(node, fields), members: shown };
  }
  return { ...exported, declaration: declarationOf(symbol, node, checker), members: [] };
}

function literalOf(node: Node) {
  return isTypeAliasDeclaration(node) && isTypeLiteralNode(node.type) ? node.type.members : undefined;
}

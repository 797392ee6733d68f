import type { Node, TypeAliasDeclaration } from "typescript/unstable/ast";
import {
  isConditionalTypeNode,
  isFunctionDeclaration,
  isIndexedAccessTypeNode,
  isTypeAliasDeclaration,
  isTypeReferenceNode,
  isUnionTypeNode,
} from "typescript/unstable/ast/is";
import { type Checker, type Symbol as Named, NodeBuilderFlags, SymbolFlags } from "typescript/unstable/sync";

/** What a line of a page's code has room for. */
const longest = 100;

/** What declares a name, in the lines of a code block. */
export function declarationOf(symbol: Named, node: Node, checker: Checker): string {
  if (isTypeAliasDeclaration(node)) {
    const text = typeText(symbol, node, checker);
    return `${headOf(node, node.type)} =${text.startsWith("\n") ? "" : " "}${text};`;
  }
  if (symbol.flags & SymbolFlags.Variable) {
    const type = checker.getTypeOfSymbol(symbol);
    return `const ${symbol.name}: ${type ? checker.typeToString(type) : "unknown"};`;
  }
  return symbol.declarations.map((handle) => functionText(handle.resolve() ?? node)).join("\n");
}

/** The text of a declaration up to one of its parts: a class without its members, say. */
export function headOf(node: Node, part: { readonly pos: number }): string {
  const text = node.getSourceFile().text.slice(node.getStart(), part.pos);
  return withoutExport(text)
    .replace(/(?:=\s*)?\{?$/, "")
    .trim();
}

function functionText(node: Node): string {
  const text = withoutExport(node.getText());
  if (text.length <= longest || !isFunctionDeclaration(node)) return text;
  const parameters = node.parameters.map((parameter) => parameter.getText());
  return text.replace(`(${parameters.join(", ")})`, () => `(\n${parameters.map((each) => `  ${each},\n`).join("")})`);
}

/** The name of a type that has none to import is replaced by what it stands for, and what only the compiler reads by an ellipsis. */
function typeText(symbol: Named, { type }: TypeAliasDeclaration, checker: Checker): string {
  const text = type.getText();
  if (isIndexedAccessTypeNode(type) || (isTypeReferenceNode(type) && isOwnAlias(type.typeName, checker))) {
    const { NoTruncation, InTypeAlias, MultilineObjectLiterals } = NodeBuilderFlags;
    const flags = NoTruncation | InTypeAlias | MultilineObjectLiterals;
    const spelledOut = checker.typeToString(checker.getDeclaredTypeOfSymbol(symbol), type, flags);
    return spelledOut.replace(/^ +/gm, (spaces) => " ".repeat(spaces.length / 2));
  }
  if (text.includes("\n") || text.length <= longest) return text;
  if (isConditionalTypeNode(type)) return "…";
  return isUnionTypeNode(type) ? folded(type.types.map((each) => each.getText())) : text;
}

/** A union in as many lines as it takes. */
function folded(types: readonly string[]): string {
  const lines = [""];
  for (const each of types) {
    const line = `${lines.at(-1)} | ${each}`;
    if (line.length < longest) lines[lines.length - 1] = line;
    else lines.push(` | ${each}`);
  }
  return lines.map((line) => `\n ${line}`).join("");
}

function isOwnAlias(name: Node, checker: Checker): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  const isAlias = symbol !== undefined && Boolean(symbol.flags & SymbolFlags.TypeAlias);
  return isAlias && symbol.declarations.every(({ path }) => !path.includes("/node_modules/"));
}

function withoutExport(text: string): string {
  return text.replace(/^(?:export )?(?:declare )?/, "").replace(/\$\d+\b/g, "");
}

import type { Node, NodeArray } from "typescript/unstable/ast";
import type { Checker, Symbol as Named } from "typescript/unstable/sync";
import { commentOf } from "./comment-of.ts";
import type { Member } from "./exported.ts";
import { signatureText } from "./signature-text.ts";

/** The methods and fields of a class or type, in their order; what is private is not among them, nor is an error's `name`. */
export function membersOf(nodes: NodeArray<Node & { readonly name?: Node }>, owner: Named, checker: Checker): Member[] {
  const members = new Map<string, Member>();
  for (const node of nodes) {
    const name = node.name?.getText() ?? "constructor";
    const text = node.getText();
    if (/^(?:#|private |override readonly name\b)/.test(text)) continue;
    const before = members.get(name);
    const signature = signatureText(text, owner.name);
    if (before) before.signatures.push(signature);
    else members.set(name, { name, signatures: [signature], ...commentOf(symbolOf(node, owner, checker), checker) });
  }
  return [...members.values()];
}

function symbolOf(node: Node & { readonly name?: Node }, owner: Named, checker: Checker): Named | undefined {
  if (node.name) return checker.getSymbolAtLocation(node.name);
  return [...owner.getMembers().values()].find(({ name }) => name === "__constructor");
}

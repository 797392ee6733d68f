import type { Checker, Symbol as Named } from "typescript/unstable/sync";
import type { Documented } from "./exported.ts";

/** The TSDoc of a name. */
export function commentOf(symbol: Named | undefined, checker: Checker): Documented {
  if (symbol === undefined) return { text: "", tags: [] };
  return {
    text: checker.getDocumentationCommentOfSymbol(symbol).trim(),
    tags: checker.getJsDocTagsOfSymbol(symbol).map(({ name, text = "" }) => ({ name, text: text.trim() })),
  };
}

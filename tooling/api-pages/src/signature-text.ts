/**
 * A method or field of a declaration on one line, as its reader needs it: without comments inside, `readonly`, and the
 * `undefined` that an absent field says already.
 */
export function signatureText(declaration: string, owner: string): string {
  return declaration
    .replace(/\/\*\*.*?\*\//gs, "")
    .replace(/\$\d+\b/g, "")
    .replace(/\s+/g, " ")
    .replace(/^(?:override )?(?:readonly )?/, "")
    .replace(/^constructor\(/, `new ${owner}(`)
    .replace(/^get ([^(]+)\(\)/, "$1")
    .replaceAll("; }", " }")
    .replace(/;$/, "")
    .replace(/^(\w+\?: [^=]*) \| undefined$/, "$1");
}

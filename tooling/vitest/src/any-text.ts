import fc from "fast-check";

const codePoint = fc
  .nat(0x10ffff)
  .map((code) => String.fromCodePoint(code))
  .filter((text) => text.isWellFormed());

/** Strings of any code points. fast-check's own, `unit: "binary"`, first makes a table of all 1.1 million, in each process. */
export function anyText(constraints: fc.StringConstraints = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit: codePoint });
}

import { printableJson } from "../terminal/printable.ts";

/** The declaration that makes these the only names of `new Secret(…)`. */
export function typesOf(names: readonly string[]): string {
  const lines = [...names].sort().map((name) => `    ${printableJson(name)}: unknown;\n`);
  return `// Written by \`keyfold types\`, which brings it up to date. A name that is not here does not compile.
export {};

declare module "@keyfold/secret" {
  interface SecretNames {
${lines.join("")}  }
}
`;
}

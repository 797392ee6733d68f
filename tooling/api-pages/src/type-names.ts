import type { Exported } from "./exported.ts";

/** The capitalised names in an export's code, each once: its types, and maybe more. */
export function typeNames({ name, declaration, members }: Exported): string[] {
  const code = [declaration, ...members.flatMap(({ signatures }) => signatures)].join("\n");
  const names = code.replace(/\/\*\*.*?\*\/|"[^"\n]*"/gs, "").matchAll(/\b[A-Z]\w*/g);
  return [...new Set([...names].map(([found]) => found))].filter((found) => found !== name);
}

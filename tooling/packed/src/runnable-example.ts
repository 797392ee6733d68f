/** A program of a page made ready to be run. */
export interface RunnableExample {
  source: string;
  /** How many of its lines say what they give. */
  claims: number;
}

const doesNotCompile = /^.*\/\/ does not compile$/gm;
const literal = String.raw`"[^"]*"|-?\d[\d.]*|true|false|null|\{[^}]*\}|\[[^\]]*\]`;
/** `config.get("server.port");   // 8080, of type number` */
const claim = new RegExp(String.raw`^( *)(?!const )(\S.*?);(?= *// (${literal})(?:[ ,:]|$))`, "gm");

/**
 * A statement whose comment begins with a JavaScript literal must give just that: it becomes a call of `gives`. What the
 * program names is exported, so that it can be looked at. Lines that must not compile are left out.
 */
export function runnableExample(source: string): RunnableExample {
  let claims = 0;
  const checked = source
    .replace(doesNotCompile, "")
    .replace(claim, (_line, indent: string, expression: string, said: string) => {
      claims += 1;
      return `${indent}gives(${claims}, ${expression}, ${said});`;
    })
    .replace(/^const /gm, "export const ");
  return { source: checked, claims };
}

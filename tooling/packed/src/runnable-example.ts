/** A program of a page made ready to be run. */
export interface RunnableExample {
  source: string;
  /** Its lines that say what they give. */
  claims: number[];
}

const doesNotCompile = /^.*\/\/ does not compile$/gm;
const literal = String.raw`"[^"]*"|-?\d[\d.]*|true|false|null|undefined|\{[^}]*\}|\[[^\]]*\]`;
const saying = ` *// (${literal})(?:[ ,:;.]|$)`;
/** `config.get("server.port");   // 8080, of type number` */
const claim = new RegExp(String.raw`^( *(?:const [^=]+ = )?)(\S.*?);(?=${saying})`, "gm");

/**
 * A statement whose comment begins with a JavaScript literal must give just that: it becomes a call of `gives`. What the
 * program names is exported, so that it can be looked at, and what it is `using` goes on until then. Lines that must not
 * compile are left out.
 *
 * @throws Error when such a comment stands behind something else than a statement of one line.
 */
export function runnableExample(source: string): RunnableExample {
  const claims: number[] = [];
  const whatRuns = source.replace(doesNotCompile, "");
  const checked = whatRuns
    .replace(claim, (_match, start: string, expression: string, said: string, offset: number) => {
      const line = whatRuns.slice(0, offset).split("\n").length;
      claims.push(line);
      return `${start}gives(${line}, ${expression}, ${said});`;
    })
    .replace(/^(?:const|using) /gm, "export const ");
  const said = whatRuns.match(new RegExp(String.raw`\S${saying}`, "gm")) ?? [];
  if (said.length > claims.length) throw new Error(`Not a statement of one line, one of: ${said.join()}`);
  return { source: checked, claims };
}

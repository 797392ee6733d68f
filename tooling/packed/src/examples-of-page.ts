/** A program of a page, with as many empty lines before it as stand above it there: the compiler names the page's line. */
export interface Example {
  line: number;
  source: string;
}

const block = /^```ts\n([\s\S]*?)^```$/gm;
const fencedOtherwise = /^(?!```ts$)[ \t]*(?:```|~~~)[ \t]*(?:ts|js|typescript|javascript)\b.*$/im;
const importStatement = /^import (?:type )?[^;]*? from "[^"]+";$/gm;
const beforeWhatDoesNotCompile = /\n(?=.*\/\/ does not compile$)/gm;

/**
 * The TypeScript programs of a Markdown page. A page imports a name once, so that later programs get the imports of
 * those before them. A line marked `// does not compile` must not.
 *
 * @throws Error for a program that is fenced in another way, which nobody would test.
 */
export function examplesOfPage(page: string): Example[] {
  const seen = new Map<string, string>();
  const other = fencedOtherwise.exec(page)?.[0];
  if (other !== undefined) throw new Error(`A program begins with \`\`\`ts alone, not with ${other}.`);
  return [...page.matchAll(block)].map((found) => {
    const code = found[1] ?? "";
    const own = new Set(importsIn(code).map(([name]) => name));
    const before = [...seen].filter(([name]) => !own.has(name)).map(([, statement]) => statement);
    for (const [name, statement] of importsIn(code)) seen.set(name, statement);
    const line = page.slice(0, found.index).split("\n").length;
    const marked = code.replace(beforeWhatDoesNotCompile, " // @ts-expect-error\n");
    return { line, source: `${before.join(" ")} export {};${"\n".repeat(line)}${marked}` };
  });
}

/** Each name that a program imports, with a statement that imports it alone. */
function importsIn(code: string): [name: string, statement: string][] {
  return [...code.matchAll(importStatement)].flatMap(([statement]) => {
    const from = statement.slice(statement.lastIndexOf(" from "));
    const named = /\{([^}]*)\}/.exec(statement)?.[1];
    if (named === undefined) return [[statement, statement]];
    return named
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "")
      .map((name): [string, string] => [name, `import { ${name} }${from}`]);
  });
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Texts in capitals that are no codes of ours: the system's, libraries', and names of variables. */
const foreign =
  /^(?:E[A-Z]+|EAI_\w+|ERR_\w+|FST_\w+|HPE_\w+|UND_\w+|NODE_\w+|OTEL_\w+|PREFECT__\w+|KEYFOLD__\w+|KEYFOLD_RESTART_\w+|SQLITE_\w+|OAUTH_\w+|ACTIONS_\w+|(?:HTTPS?|ALL|NO)_PROXY|\w+_CA_BUNDLE|\w+_CAINFO|\w+_CERT|SSL_CERT_FILE)$/;

const inCapitals = /"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"/g;
const thrown = /Error\(\s*"([A-Z][A-Z0-9]+)"/g;
const union = /\btype \w*Code =([^;]*);/g;

/** The codes in a source text: texts in capitals with an underscore, what an error begins with, and whatever a type `…Code` lists. */
export function findCodes(source: string): string[] {
  const texts = [...source.matchAll(inCapitals), ...source.matchAll(thrown)].map(([, text = ""]) => text);
  const listed = [...source.matchAll(union)].flatMap(([, members = ""]) =>
    [...members.matchAll(/"(\w+)"/g)].map(([, text = ""]) => text),
  );
  return [...new Set([...texts, ...listed])].filter((text) => !foreign.test(text)).sort();
}

/** Every code of a folder's sources, tests and generated code aside, with a file that has it. */
export function codesIn(folder: string): Map<string, string> {
  const codes = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (
      !name.endsWith(".ts") ||
      name.endsWith(".test.ts") ||
      /(?:^|\/)(?:generated|test|testing|fixtures)\//.test(name)
    )
      continue;
    for (const code of findCodes(readFileSync(join(folder, name), "utf8"))) codes.set(code, name);
  }
  return codes;
}

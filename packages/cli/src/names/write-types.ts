import { writeFileSync } from "node:fs";
import { configuredFolder } from "@keyfold/common/configured-server";
import { askedName } from "@keyfold/common/folders";
import { loadConfig } from "@keyfold/config";
import { clientOf, type ServerFlags, serverOfSecrets } from "../server/connect.ts";
import { fileNotWritten } from "../terminal/command-error.ts";
import { printable, printableJson } from "../terminal/format.ts";
import { printResult } from "../terminal/print.ts";
import { localNames } from "./local-names.ts";

export interface TypesFlags extends ServerFlags {
  /** The file that is written. */
  out: string;
  /** Where the program looks for names first. */
  folder?: string;
}

/**
 * Writes the names of the secrets, from the server or the local file, as types.
 *
 * @throws CommandError with code FILE_NOT_WRITTEN.
 */
export async function writeTypes({ out, folder, json, ...flags }: TypesFlags): Promise<void> {
  const config = loadConfig();
  const server = await serverOfSecrets(config, flags);
  const from = folder ?? configuredFolder(config) ?? null;
  const full = server && (await (await clientOf(config, server)).secretNames());
  const names = full ? [...new Set(full.map((name) => askedName(from, name)))] : localNames(config);
  try {
    writeFileSync(out, formatTypes(names));
  } catch (error) {
    throw fileNotWritten(printable(out), (error as NodeJS.ErrnoException).code, "Check its folder.");
  }
  printResult(
    json,
    { path: out, names: names.length },
    () => `${printable(out)} holds ${names.length === 1 ? "1 name" : `${names.length} names`}.`,
  );
}

/** The declaration that makes these the only names of `new Secret(…)`. */
function formatTypes(names: readonly string[]): string {
  const lines = [...names].sort().map((name) => `    ${printableJson(name)}: unknown;\n`);
  return `// Written by \`keyfold types\`, which brings it up to date. A name that is not here does not compile.
export {};

declare module "@keyfold/secret" {
  interface SecretNames {
${lines.join("")}  }
}
`;
}

import { parse, TomlError } from "smol-toml";
import { CommandError } from "../command-error.ts";

/**
 * The secrets of a TOML file: those of `[context.secrets]` if it has such a table, else those at its top. Nothing is expanded, which is
 * why this is not the configuration's reader.
 *
 * @throws CommandError with code INVALID_TOML that names line and column; nothing of the file is in it.
 */
export function parseToml(text: string, path: string): Map<string, unknown> {
  const { context, ...top } = read(text, path);
  const secrets = Object(context).secrets as unknown;
  const isConfiguration = typeof secrets === "object" && secrets !== null && !Array.isArray(secrets);
  const table = isConfiguration ? secrets : context === undefined ? top : { ...top, context };
  return new Map(Object.entries(table));
}

function read(text: string, path: string): Record<string, unknown> {
  try {
    // What it prints as JSON is what is kept: a date becomes a text.
    return JSON.parse(JSON.stringify(parse(text, { maxDepth: 100 }))) as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The rest of the parser's message quotes the file.
    const reason = (error.message.split("\n")[0] ?? "").replace("Invalid TOML document: ", "");
    throw new CommandError(
      "INVALID_TOML",
      `${path}:${error.line}:${error.column}: This is not TOML: ${reason}.`,
      'A text stands in quotes: KEY = "VALUE". See https://toml.io.',
    );
  }
}

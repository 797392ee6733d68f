import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { CommandError, UsageError } from "../command-error.ts";
import type { FileFormat } from "../commands/secret-import.ts";
import { decodeUtf8 } from "../terminal/decode-utf8.ts";

/** More than a server takes in one request. */
const mostBytes = 64 * 1024 * 1024;

/**
 * The secrets in a file, by name.
 *
 * @param format - what the file is, where its name doesn't say.
 * @throws CommandError that names the file and the line; UsageError for a file that could be anything.
 */
export async function readImport(path: string, format: FileFormat | undefined): Promise<Map<string, unknown>> {
  const kind = format ?? formatOf(path);
  const text = readText(path);
  switch (kind) {
    case "env":
      return (await import("./parse-dotenv.ts")).parseDotenv(text, path);
    case "toml":
      return (await import("./parse-toml.ts")).parseToml(text, path);
    case "json":
      return (await import("./parse-json.ts")).parseJson(text, path);
  }
}

function formatOf(path: string): FileFormat {
  const extension = extname(path).toLowerCase();
  if (extension === ".toml") return "toml";
  if (extension === ".json") return "json";
  if (extension === ".env" || /^\.env(\.|$)/.test(basename(path))) return "env";
  throw new UsageError("The file's name doesn't say what it is.", "Add --format env, --format toml or --format json.");
}

function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      "FILE_UNREADABLE",
      `${path} can't be read (${code}).`,
      "Check the path and the file's mode.",
    );
  }
  if (bytes.length <= mostBytes) return decodeUtf8(bytes, path);
  throw new CommandError("FILE_TOO_LARGE", `${path} has more than ${mostBytes} bytes.`, "Import it in parts.");
}

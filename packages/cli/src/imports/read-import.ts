import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { decodeJson } from "@keyfold/common/decode";
import { CommandError, UsageError } from "../terminal/command-error.ts";
import { decodeText } from "../terminal/input.ts";

/** A kind of file that `secret import` reads. */
export type FileFormat = "env" | "toml" | "json";

/** More than a server takes in one request. */
const maxBytes = 64 * 1024 * 1024;

/**
 * The secrets in a file, by name.
 *
 * @param format - the file's format, if its name doesn't show it.
 * @throws CommandError that names the file and the line, and shows nothing of it: FILE_UNREADABLE, FILE_TOO_LARGE,
 *   INVALID_UTF8, INVALID_DOTENV, INVALID_TOML, INVALID_JSON, NOT_JSON, INEXACT_NUMBER; UsageError for a file that could
 *   be anything.
 */
export async function readImport(path: string, format: FileFormat | undefined): Promise<Map<string, unknown>> {
  const kind = format ?? formatOf(path);
  const text = readText(path);
  if (kind === "env") return (await import("./parse-dotenv.ts")).parseDotenv(text, path);
  if (kind === "toml") return (await import("./parse-toml.ts")).parseToml(text, path);
  return parseJson(text, path);
}

function formatOf(path: string): FileFormat {
  const extension = extname(path).toLowerCase();
  if (extension === ".toml") return "toml";
  if (extension === ".json") return "json";
  if (extension === ".env" || /^\.env(\.|$)/.test(basename(path))) return "env";
  throw new UsageError("The file's name doesn't show its format.", "Add --format env, --format toml or --format json.");
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
  if (bytes.length <= maxBytes) return decodeText(bytes, path);
  throw new CommandError("FILE_TOO_LARGE", `${path} has more than ${maxBytes} bytes.`, "Import it in parts.");
}

/** The secrets of a JSON file: an object, by name. */
function parseJson(text: string, path: string): Map<string, unknown> {
  const decoded = decodeJson(text.replace(/^\ufeff/, ""));
  if (!decoded.exact && decoded.reason === "number") {
    throw new CommandError(
      "INEXACT_NUMBER",
      `${path} has a number that JavaScript can't hold without changing its digits.`,
      "Put it in quotes to keep it as a string.",
    );
  }
  const value = decoded.exact ? decoded.value : undefined;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  throw new CommandError(
    "INVALID_JSON",
    `${path} is not an object of JSON.`,
    'Write it as { "NAME": "value" }; a JSON linter shows where it is wrong.',
  );
}

import { basename, extname } from "node:path";
import type { Client, SecretSummary, SetSecretInput } from "@keyfold/client";
import { decodeJson } from "@keyfold/common/decode";
import { codeOf, formatError } from "@keyfold/common/error";
import { DotenvError, parseDotenv } from "@keyfold/common/parse-dotenv";
import { connect, type ServerFlags } from "../server/connect.ts";
import { CommandError, UsageError } from "../terminal/command-error.ts";
import { formatInstant, formatTable } from "../terminal/format.ts";
import { readTextFile } from "../terminal/input.ts";
import { type JsonFlag, note, Progress, printResult } from "../terminal/print.ts";

/** A kind of file that `secret import` reads. */
export type FileFormat = "env" | "toml" | "json";

export interface ImportFlags extends ServerFlags {
  dryRun?: boolean;
  format?: FileFormat;
}

/** How many secrets a server takes in one request, unless its setting `limits.batch` is another. */
const namesPerRequest = 1000;

/**
 * Sets the secrets of a file: in one request, all or none, or for more than a thousand in several, all or none for each. With `--dry-run`
 * it only shows which are new.
 *
 * @throws CommandError that names the file and the line, and shows nothing of it: FILE_UNREADABLE, FILE_TOO_LARGE,
 *   INVALID_UTF8, INVALID_DOTENV, INVALID_TOML, INVALID_JSON, NOT_JSON, INEXACT_NUMBER; with the server's code where some requests were
 *   done before one was refused; UsageError for a file whose name does not show its format.
 */
export async function importSecrets(file: string, { dryRun, format, ...flags }: ImportFlags): Promise<void> {
  const progress = new Progress(flags);
  try {
    progress.step(`reading ${file}`);
    const values = await readImport(file, format);
    const { client } = await connect(flags);
    progress.step(`comparing ${values.size} names with the server's`);
    const known = await findKnown(client, [...values.keys()]);
    if (!dryRun) await setAll(client, values, progress);
    progress.clear();
    noteReferences(values, flags);
    const names = [...values.keys()].map((name): ImportedName => ({ name, known: known.get(name) }));
    const secrets = names.map(({ name, known }) => {
      if (known === undefined) return { name, change: "new" };
      const { version, updatedAt, updatedBy } = known;
      return dryRun ? { name, change: "there", version, updatedAt, updatedBy } : { name, change: "changed" };
    });
    printResult(flags.json, { dryRun: dryRun === true, secrets }, () => describe(names, dryRun === true));
  } finally {
    progress.clear();
  }
}

interface ImportedName {
  readonly name: string;
  /** What was there before; `undefined` for a new name. */
  readonly known: SecretSummary | undefined;
}

/** What there is of these names: never whether a value is the same, which would let people test guesses. */
async function findKnown(client: Client, names: readonly string[]): Promise<Map<string, SecretSummary>> {
  const known = new Map<string, SecretSummary>();
  for (let at = 0; at < names.length; at += namesPerRequest) {
    const _in = names.slice(at, at + namesPerRequest);
    const found = await client.secrets({ where: { name: { _in } }, limit: namesPerRequest });
    for (const secret of found) known.set(secret.name, secret);
  }
  return known;
}

async function setAll(client: Client, values: ReadonlyMap<string, unknown>, progress: Progress): Promise<void> {
  const all: SetSecretInput[] = [...values].map(([name, value]) => ({ name, value }));
  for (let done = 0; done < all.length; done += namesPerRequest) {
    const input = all.slice(done, done + namesPerRequest);
    progress.step(
      `setting ${done > 0 || input.length < all.length ? `${done + input.length} of ` : ""}${all.length} secrets`,
    );
    try {
      await client.setSecrets(input);
    } catch (error) {
      if (done === 0) throw error;
      throw new CommandError(
        codeOf(error),
        `The first ${done} of ${all.length} secrets are set, the others are not. ${formatError(error)}`,
        "Import the file again once that is put right: what is set already is set again.",
      );
    }
  }
}

/** Tools that read .env files put other variables there; here nothing is expanded. */
function noteReferences(values: ReadonlyMap<string, unknown>, flags: JsonFlag): void {
  const names = [...values]
    .filter(([, value]) => typeof value === "string" && /\$\{\w+\}/.test(value))
    .map(([name]) => name);
  if (names.length === 0) return;
  const shown = names.slice(0, 10).join(", ");
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  note(`\${NAME} is not expanded in an import, and stands as it is in: ${shown}${more}.`, flags);
}

function describe(names: readonly ImportedName[], dryRun: boolean): string {
  if (names.length === 0) return "The file holds no secrets.";
  const count = `${names.length} ${names.length === 1 ? "secret" : "secrets"}`;
  if (dryRun)
    return `${formatTable(dryHeading, names.map(dryRow), "", { NAME: 0, BY: 0 })}\n${count} would be set. Nothing was changed.`;
  const rows = names.map(({ name, known }) => [known ? "changed" : "new", name]);
  return `${formatTable(["CHANGE", "NAME"], rows, "")}\n${count} set.`;
}

const dryHeading = ["NOW", "NAME", "VERSION", "SET", "BY"];

function dryRow({ name, known }: ImportedName): string[] {
  if (known === undefined) return ["new", name];
  return ["there", name, String(known.version), formatInstant(known.updatedAt), known.updatedBy];
}

/** The secrets in a file, by name. */
async function readImport(path: string, format: FileFormat | undefined): Promise<Map<string, unknown>> {
  const kind = format ?? formatOf(path);
  const text = readTextFile(path);
  if (kind === "env") return readDotenv(text, path);
  if (kind === "toml") return (await import("./parse-toml.ts")).parseToml(text, path);
  return parseJson(text, path);
}

function readDotenv(text: string, path: string): Map<string, string> {
  try {
    return parseDotenv(text);
  } catch (error) {
    if (!(error instanceof DotenvError)) throw error;
    throw new CommandError(error.code, `${path}:${error.line}: ${error.message}`, error.tip);
  }
}

function formatOf(path: string): FileFormat {
  const extension = extname(path).toLowerCase();
  if (extension === ".toml") return "toml";
  if (extension === ".json") return "json";
  if (extension === ".env" || /^\.env(\.|$)/.test(basename(path))) return "env";
  throw new UsageError("The file's name doesn't show its format.", "Add --format env, --format toml or --format json.");
}

/** The secrets of a JSON file: an object, by name, or the list that `infisical export --format=json` writes. */
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
  const entries = entriesOf(value);
  if (entries) return new Map(entries);
  throw new CommandError(
    "INVALID_JSON",
    `${path} is not an object of JSON, nor an export of Infisical.`,
    'Write it as { "NAME": "value" }; a JSON linter shows where it is wrong.',
  );
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  if (Array.isArray(value)) return entriesOfExport(value);
  return typeof value === "object" && value !== null ? Object.entries(value) : undefined;
}

/** Infisical calls the two `key` and `value`, and in some versions `secretKey` and `secretValue`. */
function entriesOfExport(items: readonly unknown[]): [string, unknown][] | undefined {
  const entries = items.map((item): [unknown, unknown] => {
    const { key, value, secretKey = key, secretValue = value } = Object(item) as Record<string, unknown>;
    return [secretKey, secretValue];
  });
  const areSecrets = entries.every(([name, value]) => typeof name === "string" && value !== undefined);
  return areSecrets ? (entries as [string, unknown][]) : undefined;
}

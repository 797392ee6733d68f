import { ConfigError, type ErrorPlace } from "./config-error.ts";
import { formatPath } from "./key-path.ts";
import { describeOrigin, type Layers, originIn } from "./layers.ts";
import type { SecretKeys } from "./secret-keys.ts";
import type { SchemaIssue, SchemaResult } from "./standard-schema.ts";
import { at, isTable, type OpenTable } from "./table.ts";

/** What a schema was asked about. */
export interface Checked {
  readonly values: OpenTable;
  readonly layers: Layers;
  readonly secrets: SecretKeys;
  /** Of the environment variables that set keys. */
  readonly prefix: string;
}

/**
 * What a schema made of the values.
 *
 * @throws ConfigError with code INVALID_CONFIG, which lists every key that doesn't fit, with its origin and no value.
 */
export function checkedValue<T>(result: SchemaResult<T>, checked: Checked): T {
  if (!result.issues) return result.value;
  const problems = result.issues.map((issue) => describe(issue, checked));
  const count = problems.length === 1 ? "One setting doesn't" : `${problems.length} settings don't`;
  const places = problems.map(({ place }) => place);
  throw new ConfigError(
    "INVALID_CONFIG",
    `${count} fit the schema:\n${problems.map(({ text }) => `  ${text}\n`).join("")}`,
    "Correct what is named here, or the schema.",
    places.length === 1 ? places[0] : undefined,
  );
}

/** The error of a schema that can't be waited for. */
export function asyncSchema(): ConfigError {
  return new ConfigError("ASYNC_SCHEMA", "The schema answers with a promise.", "Use loadConfigAsync.");
}

function describe(
  issue: SchemaIssue,
  { values, layers, secrets, prefix }: Checked,
): { text: string; place?: ErrorPlace } {
  const keys = (issue.path ?? []).map((step) => String(typeof step === "object" ? step.key : step));
  const path = formatPath(keys);
  // A step into a list has no line of its own.
  const known = keys.slice(0, knownLength(values, keys));
  if (keys.length === 0) return { text: without(issue.message, values) };
  if (known.length < keys.length && isTable(at(values, known))) {
    const variable = [prefix, ...keys.map((key) => key.toUpperCase())].join("__");
    return { text: `${path}, which nothing sets: ${issue.message} (in a file, or by ${variable})` };
  }
  const origin = originIn(layers, known);
  const message = secrets.has(keys) ? "it does not fit" : without(issue.message, at(values, known));
  const text = `${path}, ${describeOrigin(origin)}: ${message}`;
  return typeof origin === "object" && origin.kind === "file"
    ? { text, place: { path: origin.path, line: origin.line } }
    : { text };
}

function knownLength(values: OpenTable, keys: readonly string[]): number {
  let length = keys.length;
  while (length > 0 && at(values, keys.slice(0, length)) === undefined) length -= 1;
  return length;
}

/** Validators like to quote what they were given. */
function without(message: string, value: unknown): string {
  return quotes(message, value) ? "it does not fit" : message;
}

function quotes(message: string, value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some((item) => quotes(message, item));
  if (typeof value === "boolean" || value === "") return false;
  const text = String(value);
  // A short value may be part of any word.
  return text.length < 4 ? message.split(/[^\w.-]+/).includes(text) : message.includes(text);
}

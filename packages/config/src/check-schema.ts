import type { SchemaIssue, SchemaResult } from "@keyfold/common/standard-schema";
import type { Assembled } from "./assemble.ts";
import { ConfigError, type ErrorPlace } from "./config-error.ts";
import { formatPath } from "./key-path.ts";
import { describeOrigin, originIn, placeOf } from "./layers.ts";
import { at, isTable, type OpenTable } from "./table.ts";

/**
 * What a schema made of the values.
 *
 * @throws ConfigError with code INVALID_CONFIG, which lists every key that doesn't fit, with its origin and no value.
 */
export function checkedValue<T>(result: SchemaResult<T>, checked: Assembled): T {
  if (!result.issues) return result.value;
  const problems = result.issues.map((issue) => describe(issue, checked));
  const count = problems.length === 1 ? "One setting doesn't" : `${problems.length} settings don't`;
  throw new ConfigError(
    "INVALID_CONFIG",
    `${count} fit the schema:${problems.map(({ text }) => `\n  ${text}`).join("")}`,
    "Correct what is named here, or the schema.",
    problems.length === 1 ? problems[0]?.place : undefined,
  );
}

/** The error of a schema that can't be waited for. */
export function asyncSchema(): ConfigError {
  return new ConfigError("ASYNC_SCHEMA", "The schema answers with a promise.", "Use loadConfigAsync.");
}

function describe(
  issue: SchemaIssue,
  { values, layers, secrets, prefix }: Assembled,
): { text: string; place?: ErrorPlace | undefined } {
  const keys = (issue.path ?? []).map((step) => String(typeof step === "object" ? step.key : step));
  const path = formatPath(keys);
  // A step into a list has no line of its own.
  const known = keys.slice(0, knownLength(values, keys));
  if (keys.length === 0) return { text: without(issue.message, values) };
  if (known.length < keys.length && isTable(at(values, known))) {
    const variable = [prefix, ...keys.map((key) => key.toUpperCase())].join("__");
    return {
      text: `${path}, which nothing sets: ${without(issue.message, at(values, known))} (in a file, or by ${variable})`,
    };
  }
  const origin = originIn(layers, known);
  const message = secrets.has(keys) ? "it does not fit" : without(issue.message, at(values, known));
  return { text: `${path}, ${describeOrigin(origin)}: ${message}`, place: placeOf(origin) };
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

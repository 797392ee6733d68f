import { formatOrigin } from "@keyfold/common/origin";
import {
  keysOf,
  messageWithout,
  type SchemaIssue,
  type SchemaResult,
  type StandardSchema,
} from "@keyfold/common/standard-schema";
import type { Assembled } from "./assemble.ts";
import { ConfigError, type ErrorPlace } from "./config-error.ts";
import type { Variable } from "./environment-layer.ts";
import { formatPath } from "./key-path.ts";
import { placeOf, sourceOf } from "./layers.ts";
import { at, isTable, type OpenTable, putAt } from "./table.ts";

/** Values in a part of the configuration that are tried as strings, in every combination. */
const maxTried = 5;
/** Of the schema, in all. */
const maxValidations = 200;

/**
 * Has a schema check the values; yields what it gives, perhaps a promise, for its result. Where the schema refuses a value that was cast
 * from a variable, it gets the string that is written there.
 *
 * @returns what the schema made of the values, or the values where there is none.
 * @throws ConfigError with code INVALID_CONFIG, which lists every key that doesn't fit, with its origin and no value.
 */
export function* checking<T>(
  schema: StandardSchema<T> | undefined,
  checked: Assembled,
): Generator<SchemaResult<T> | Promise<SchemaResult<T>>, T, SchemaResult<T>> {
  const { values } = checked;
  if (!schema) return values as T;
  const tried = new Set<string>();
  let result = yield schema["~standard"].validate(values);
  for (let count = 0; result.issues && count < maxValidations; ) {
    const path = result.issues.map(pathOf).find((each) => each !== "" && !tried.has(each));
    if (path === undefined) break;
    tried.add(path);
    const casts = castsIn(path, checked).slice(0, maxTried);
    for (let chosen = 1; chosen < 1 << casts.length; chosen += 1) {
      choose(chosen, casts, values);
      const attempt = yield schema["~standard"].validate(values);
      count += 1;
      if (!attempt.issues?.some((issue) => isIn(path, pathOf(issue)))) {
        result = attempt;
        break;
      }
      choose(0, casts, values);
    }
  }
  if (result.issues) throw invalid(result.issues, checked);
  return result.value;
}

/** The variables that set what is in force in a part of the configuration, and were cast. */
function castsIn(path: string, { values, layers }: Assembled): Variable[] {
  return [...layers.environment.variables.values()].filter(
    ({ keys, value, written }) =>
      value !== written &&
      Object.is(at(values, keys), value) &&
      at(layers.overrides, keys) === undefined &&
      isIn(path, formatPath(keys)),
  );
}

/** Puts in the string of each variable whose bit is set, and the cast value of the others. */
function choose(bits: number, casts: readonly Variable[], values: OpenTable): void {
  casts.forEach(({ keys, value, written }, index) => {
    putAt(values, keys, bits & (1 << index) ? written : value);
  });
}

function pathOf(issue: SchemaIssue): string {
  return formatPath(keysOf(issue));
}

function isIn(path: string, inner: string): boolean {
  return `${inner}.`.startsWith(`${path}.`);
}

function invalid(issues: readonly SchemaIssue[], checked: Assembled): ConfigError {
  const problems = issues.map((issue) => describe(issue, checked));
  return new ConfigError(
    "INVALID_CONFIG",
    `${problems.length} ${problems.length === 1 ? "setting doesn't" : "settings don't"} fit the schema:${problems.map(({ text }) => `\n  ${text}`).join("")}`,
    "Correct them or the schema.",
    problems.length === 1 ? problems[0]?.place : undefined,
  );
}

function describe(
  issue: SchemaIssue,
  { values, layers, secrets, prefix }: Assembled,
): { text: string; place?: ErrorPlace | undefined } {
  const keys = keysOf(issue);
  const path = formatPath(keys);
  // A step into a list has no line of its own.
  let known = keys;
  while (at(values, known) === undefined) known = known.slice(0, -1);
  const message = secrets.has(keys, at(values, keys))
    ? "it does not fit"
    : messageWithout(at(values, known), issue.message);
  if (keys.length === 0) return { text: message };
  if (known.length < keys.length && isTable(at(values, known))) {
    const variable = [prefix, ...keys.map((key) => key.toUpperCase())].join("__");
    return { text: `${path}, which nothing sets: ${message} (in a file, or by ${variable})` };
  }
  const { origin } = sourceOf(layers, known);
  return { text: `${path} (${formatOrigin(origin)}): ${message}`, place: placeOf(origin) };
}

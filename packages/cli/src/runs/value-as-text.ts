import { CommandError } from "../command-error.ts";

/** The longest text that Linux takes as one variable, its name included. */
const longestVariable = 128 * 1024 - 1;

/** A value as a program reads it from a file: a text as it is, anything else as JSON. */
export function valueAsText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(plain(value));
}

/**
 * A value as it can stand in a variable.
 *
 * @throws CommandError with code NOT_A_VARIABLE; the value is not in it.
 */
export function valueAsVariable(value: unknown, name: string, variable: string): string {
  const text = valueAsText(value);
  const tooLong = Buffer.byteLength(`${variable}=${text}`) > longestVariable;
  if (!tooLong && !text.includes("\0")) return text;
  throw new CommandError(
    "NOT_A_VARIABLE",
    `The value of ${JSON.stringify(name)} can't be a variable: it ${tooLong ? "is too long" : "holds a NUL"}.`,
    `Give it as a file: --file ${variable}=${JSON.stringify(name)}`,
  );
}

/** In Node 22 and newer; the types don't know it yet. */
interface RawJson {
  rawJSON(text: string): unknown;
}

/**
 * A table of the configuration says `<secret>` in JSON, and an integer past 2^53 is a bigint there: both as they are
 * meant.
 */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return (JSON as unknown as RawJson).rawJSON(String(value));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

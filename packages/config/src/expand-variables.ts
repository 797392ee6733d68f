import { type Environment, homeFolder } from "@keyfold/common/process-environment";
import { ConfigError } from "./config-error.ts";

/** References to references, in variables and in keys. */
export const rounds = 10;
/** Of a value, in characters: variables that hold variables multiply. */
export const maxLength = 10_000_000;

/**
 * A string with `$NAME`, `${NAME}` and a leading `~` expanded until nothing changes, in at most ten rounds; as in Prefect 0.7
 * (`interpolate_env_vars`). An unknown name stays as it is written, and `\$` stays for {@link unescapeDollars}.
 *
 * @param onVariable - called with each `$NAME` or `${NAME}` that was looked up, as it is written. An unknown one may be part of a password.
 * @returns `null` when ten rounds were not enough, as Prefect gives None.
 * @throws ConfigError with code VARIABLE_CYCLE for variables that refer to each other, TEXT_TOO_LONG where variables bring more than
 *   10,000,000 characters.
 */
export function expandVariables(
  string: string,
  env: Environment,
  onVariable?: (written: string, known: boolean) => void,
): string | null {
  let value = string;
  for (let round = 0; round < rounds; round += 1) {
    let isKnown = false;
    const expanded = replaceNames(value, (name, written) => {
      const found = Object.hasOwn(env, name) ? env[name] : undefined;
      onVariable?.(written, found !== undefined);
      isKnown ||= found !== undefined;
      return found ?? written;
    });
    const next = expanded.replace(/^~(?=\/|$)/, () => homeFolder(env));
    // A known name that stays is a variable that refers to itself.
    if (next === value && !isKnown) return value;
    value = next;
  }
  refuseCycle(string, env);
  return null;
}

/** `\$` as a literal dollar: the last step, when no `$` means anything any more. */
export function unescapeDollars(string: string): string {
  return string.replaceAll("\\$", "$");
}

/** Whether a value is a string that {@link expandVariables} could change. */
export function mayExpand(value: unknown): boolean {
  return typeof value === "string" && /^~|\$/.test(value);
}

/** The error of a string that grew too long. */
export function tooLong(): ConfigError {
  return new ConfigError("TEXT_TOO_LONG", "A value is too long once it is filled in.", "Make it smaller.");
}

/**
 * The error of names that lead back to one of themselves.
 *
 * @param path - the names that led to the last one, the first of them maybe outside the cycle.
 * @param last - the name that `path` already has.
 */
export function cycleError(
  code: "VARIABLE_CYCLE" | "REFERENCE_CYCLE",
  path: readonly string[],
  last: string,
): ConfigError {
  return new ConfigError(
    code,
    `${[...path.slice(path.indexOf(last)), last].join(" → ")} refer to each other.`,
    "Give one of them another value, or write \\$ for a dollar.",
  );
}

/** In proportion to the string's length: behind the last brace that closes, none is looked for. */
function replaceNames(string: string, replacement: (name: string, written: string) => string): string {
  let produced = 0;
  const replace = (written: string, bare: string | undefined, braced: string): string => {
    const replaced = replacement(bare ?? braced, written);
    produced += replaced.length;
    if (produced > maxLength) throw tooLong();
    return replaced;
  };
  const closed = string.lastIndexOf("}") + 1;
  return (
    string.slice(0, closed).replace(/(?<!\\)\$(?:(\w+)|\{([^}]+)\})/g, replace) +
    string.slice(closed).replace(/(?<!\\)\$(\w+)/g, replace)
  );
}

function refuseCycle(string: string, env: Environment): void {
  const finished = new Set<string>();
  const visit = (value: string, path: readonly string[]): void => {
    replaceNames(value, (name, written) => {
      const variable = `$${name}`;
      if (path.includes(variable)) throw cycleError("VARIABLE_CYCLE", path, variable);
      if (!finished.has(name) && path.length < 1000 && Object.hasOwn(env, name)) {
        visit(env[name] ?? "", [...path, variable]);
        finished.add(name);
      }
      return written;
    });
  };
  visit(string, []);
}

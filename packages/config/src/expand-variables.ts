import type { Environment } from "@keyfold/common/process-environment";
import { ConfigError } from "./config-error.ts";

/** What an expansion works with. */
export interface Expansion {
  readonly env: Environment;
  /** What `~` stands for. */
  readonly home: string;
  /** Called with each `$NAME` or `${NAME}` that was looked up, as it is written. An unknown one may be part of a password. */
  readonly onVariable?: ((written: string, known: boolean) => void) | undefined;
}

const rounds = 10;
/** Of a value, in characters: variables that hold variables multiply. */
export const maxLength = 10_000_000;

/**
 * A text with `$NAME`, `${NAME}` and a leading `~` expanded, again and again while that changes it, ten rounds at most; as in Prefect 0.7
 * (`interpolate_env_vars`). An unknown name stays as it is written, and `\$` stays for {@link unescapeDollars}.
 *
 * @returns `null` when ten rounds were not enough, as Prefect gives None.
 * @throws ConfigError with code VARIABLE_CYCLE for variables that hold each other, TEXT_TOO_LONG past 10,000,000 characters.
 */
export function expandVariables(text: string, expansion: Expansion): string | null {
  let value = text;
  for (let round = 0; round < rounds; round += 1) {
    const { text: expanded, known } = expandOnce(value, expansion);
    const next = expandHome(expanded, expansion.home);
    // A known name that stays is a variable that holds itself.
    if (next === value && !known) return value;
    value = next;
  }
  const cycle = findCycle(text, expansion.env);
  if (cycle) throw cycleError(cycle);
  return null;
}

/** `\$` as a literal dollar: the last step, when no `$` means anything any more. */
export function unescapeDollars(text: string): string {
  return text.replaceAll("\\$", "$");
}

/** Whether a text holds something that {@link expandVariables} could change. */
export function mayExpand(text: string): boolean {
  return text.includes("$") || text.startsWith("~");
}

/** The error of a text that grew too long. */
export function tooLong(): ConfigError {
  return new ConfigError(
    "TEXT_TOO_LONG",
    `A value is longer than ${maxLength} characters once it is filled in.`,
    "Look for values that repeat each other.",
  );
}

function expandOnce(text: string, { env, onVariable }: Expansion): { text: string; known: boolean } {
  let known = false;
  const expanded = replaceNames(text, (name, written) => {
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    onVariable?.(written, value !== undefined);
    known ||= value !== undefined;
    return value ?? written;
  });
  return { text: expanded, known };
}

const word = /\w+/y;

/** By hand, not by a pattern: a text of nothing but `${` would take a pattern quadratic time. */
function replaceNames(text: string, replacement: (name: string, written: string) => string): string {
  let result = "";
  let done = 0;
  let braces = true;
  let dollar = text.indexOf("$");
  while (dollar !== -1) {
    let end = dollar + 1;
    if (text.charAt(dollar - 1) !== "\\") {
      let name = "";
      if (text.charAt(end) === "{") {
        const close: number = braces ? text.indexOf("}", end) : -1;
        braces = close !== -1;
        if (braces) {
          name = text.slice(end + 1, close);
          end = close + 1;
        }
      } else {
        word.lastIndex = end;
        name = word.exec(text)?.[0] ?? "";
        end += name.length;
      }
      if (name !== "") {
        result += text.slice(done, dollar) + replacement(name, text.slice(dollar, end));
        if (result.length > maxLength) throw tooLong();
        done = end;
      }
    }
    dollar = text.indexOf("$", end);
  }
  return result + text.slice(done);
}

function expandHome(text: string, home: string): string {
  return text === "~" || text.startsWith("~/") ? home + text.slice(1) : text;
}

/** Variables that lead back to one of themselves, starting from those in a text. */
function findCycle(text: string, env: Environment): string[] | undefined {
  const finished = new Set<string>();
  const visit = (value: string, path: readonly string[]): string[] | undefined => {
    for (const name of namesIn(value)) {
      if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
      if (finished.has(name) || path.length > 1000 || !Object.hasOwn(env, name)) continue;
      const cycle = visit(env[name] ?? "", [...path, name]);
      if (cycle) return cycle;
      finished.add(name);
    }
    return undefined;
  };
  return visit(text, []);
}

function namesIn(text: string): string[] {
  const names: string[] = [];
  replaceNames(text, (name, written) => {
    names.push(name);
    return written;
  });
  return names;
}

function cycleError(cycle: readonly string[]): ConfigError {
  return new ConfigError(
    "VARIABLE_CYCLE",
    `The environment variables ${cycle.map((name) => `$${name}`).join(" → ")} hold each other.`,
    "Give one of them a value of its own, or write \\$ for a literal dollar.",
  );
}

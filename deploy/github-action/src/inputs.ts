import { KeyfoldError } from "@keyfold/client";
import type { Environment } from "@keyfold/common/process-environment";

/** A secret that the steps that follow get. */
interface NamedSecret {
  readonly variable: string;
  /** The secret's name. */
  readonly name: string;
  /** Whether the variable holds the value, or the path of a file that does. */
  readonly as: "value" | "file";
}

/** What a workflow asks of the action. */
export interface Inputs {
  readonly url: string;
  readonly named: readonly NamedSecret[];
  /** What programs read themselves. */
  readonly allow: readonly string[];
  readonly folder: string | undefined;
  readonly ttlSeconds: number;
  readonly label: string | undefined;
  readonly trust: string | undefined;
}

/**
 * Reads the inputs of `action.yml`, as the runner gives them.
 *
 * @throws KeyfoldError with code BAD_INPUT.
 */
export function readInputs(env: Environment): Inputs {
  const input = (name: string): string => (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
  const named = [...parseNamed(input("env"), "env", "value"), ...parseNamed(input("files"), "files", "file")];
  const variables = named.map(({ variable }) => variable);
  const twice = variables.find((variable, at) => variables.indexOf(variable) !== at);
  if (twice) throw badInput(`The variable ${twice} is set twice.`, "Give each variable one secret.");
  const inputs: Inputs = {
    url: input("url"),
    named,
    allow: lines(input("allow")),
    folder: input("folder") || undefined,
    ttlSeconds: Number(input("ttl-seconds") || 3600),
    label: input("label") || undefined,
    trust: input("trust") || undefined,
  };
  if (inputs.url === "") throw badInput("There is no url.", "Give the server's address.");
  if (named.length + inputs.allow.length === 0)
    throw badInput("There is no secret.", "Name some in env, files or allow.");
  if (!Number.isInteger(inputs.ttlSeconds)) throw badInput("ttl-seconds is no whole number.", "Give it in seconds.");
  return inputs;
}

function parseNamed(input: string, of: string, as: NamedSecret["as"]): NamedSecret[] {
  return lines(input).map((line, at) => {
    const [, variable, name] = /^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/u.exec(line) ?? [];
    // The line is not shown: somebody may have written a value into it.
    if (variable === undefined || name === undefined)
      throw badInput(`Line ${at + 1} of ${of} is not a variable and a secret's name.`, "Write VARIABLE=secret name.");
    return { variable, name, as };
  });
}

function lines(input: string): string[] {
  return input
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function badInput(message: string, tip: string): KeyfoldError {
  return new KeyfoldError("BAD_INPUT", message, tip);
}

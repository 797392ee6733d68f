import { UsageError } from "../command-error.ts";
import type { RunFlags } from "../commands/run.ts";
import { printable } from "../terminal/printable.ts";
import type { NamedSecret, Wishes } from "./wishes.ts";

/**
 * Makes sense of the line after `keyfold run`.
 *
 * @throws UsageError
 */
export function readWishes(words: readonly string[], flags: RunFlags): Wishes {
  const named = [
    ...(flags.env ?? []).map((text) => readNamed(text, "--env", "value")),
    ...(flags.file ?? []).map((text) => readNamed(text, "--file", "file")),
  ];
  const twice = named.find(({ variable }, at) => named.findIndex((one) => one.variable === variable) !== at);
  if (twice) throw new UsageError(`The variable ${twice.variable} is set twice.`, "Give each variable one secret.");
  return {
    program: readProgram(words, flags.shell),
    named,
    allow: flags.allow && [...new Set([...flags.allow, ...named.map(({ name }) => name)])],
    ttlSeconds: flags.ttl,
    label: flags.label,
    prefect: flags.prefect === true,
    redact: flags.redact === true,
  };
}

function readProgram([command, ...args]: readonly string[], shell: string | undefined): Wishes["program"] {
  if (shell !== undefined && command === undefined) return { shell };
  if (shell === undefined && command !== undefined && command !== "") return { command, args };
  throw shell === undefined
    ? new UsageError("There is no command to run.", "Write it after --: keyfold run -- COMMAND")
    : new UsageError("There is a command as well as --shell.", "Give one of them.");
}

const form = /^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/su;

function readNamed(text: string, option: string, as: NamedSecret["as"]): NamedSecret {
  const [, variable, name] = form.exec(text) ?? [];
  if (variable !== undefined && name !== undefined) return { variable, name, as };
  throw new UsageError(
    `${option} ${printable(text)} is not a variable and a secret's name.`,
    `Write it as ${option} VAR="secret name"; a variable has letters, digits and _.`,
  );
}

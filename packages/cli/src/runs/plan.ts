import type { ServerFlags } from "../server/connect.ts";
import { readUse, type TypedUse } from "../server/uses.ts";
import { UsageError } from "../terminal/command-error.ts";
import { printable } from "../terminal/format.ts";
import { type JsonFlag, note } from "../terminal/print.ts";

export interface RunFlags extends ServerFlags {
  allow?: string[];
  folder?: string;
  env?: string[];
  file?: string[];
  /** In seconds. */
  ttl: number;
  label?: string;
  shell?: string;
  prefect?: boolean;
  redact?: boolean;
  use?: string[];
  only?: boolean;
  /** Shapes of placeholders, given with `--as`. */
  shapes?: string[];
  broker?: string;
}

/** A secret that the program gets without reading it itself. */
interface NamedSecret {
  /** The variable that is set. */
  readonly variable: string;
  /** The secret's name. */
  readonly name: string;
  /** Whether the variable holds the value, or the path of a file that does. */
  readonly as: "value" | "file";
}

/** A secret that a program uses without holding it. */
export interface NamedUse extends TypedUse {
  /** The variable that holds a placeholder. */
  readonly variable: string;
  /** Whether the value is also put into bodies. */
  readonly body: boolean;
  /** The shape of the placeholder, for example `ghp_…`. */
  readonly as?: string;
}

/** What `keyfold run` is to do. */
export interface RunPlan {
  readonly program: { readonly command: string; readonly args: readonly string[] } | { readonly shell: string };
  readonly named: readonly NamedSecret[];
  /** `undefined`: all that the grants of whoever opens the run cover. */
  readonly allow: readonly string[] | undefined;
  /** Where names are looked for first; `undefined`: what the configuration says. */
  readonly folder: string | undefined;
  readonly ttlSeconds: number;
  readonly label: string | undefined;
  /** What the program uses without holding it; with any, it gets no run's token. */
  readonly uses: readonly NamedUse[];
  /** Whether it reaches the hosts in use alone. */
  readonly only: boolean;
  /** The broker elsewhere that has the uses; `undefined`: keyfold's own. */
  readonly broker: string | undefined;
  readonly prefect: boolean;
  readonly redact: boolean;
  /** The name of the login that opens the run; `undefined`: the one without a name, or the configuration's token. */
  readonly as: string | undefined;
  /** Whether keyfold's own errors and notes are JSON. */
  readonly json: boolean;
}

/**
 * Makes a plan of the line after `keyfold run`.
 *
 * @throws UsageError for a line that makes no sense.
 */
export function makePlan(words: readonly string[], flags: RunFlags): RunPlan {
  const named = [
    ...(flags.env ?? []).map((string) => parseNamed(string, "--env", "value")),
    ...(flags.file ?? []).map((string) => parseNamed(string, "--file", "file")),
  ];
  const uses = parseUses(flags.use ?? [], flags.shapes ?? []);
  checkUseFlags({ ...flags });
  const set = [...named.map(({ variable }) => variable), ...new Set(uses.map(({ variable }) => variable))];
  const twice = set.find((variable, at) => set.indexOf(variable) !== at);
  if (twice) throw new UsageError(`The variable ${twice} is set twice.`, "Give each variable one secret.");
  const program = programOf(words, flags.shell);
  // A run that uses secrets reads those alone that are named, if any is.
  const allowed = uses.length > 0 && named.length > 0 ? [] : flags.allow;
  noteEmptyArgument(program, named, flags);
  return {
    program,
    named,
    uses,
    only: flags.only === true,
    broker: flags.broker,
    allow: allowed && [...new Set([...allowed, ...named.map(({ name }) => name)])],
    folder: flags.folder,
    ttlSeconds: flags.ttl,
    label: flags.label,
    prefect: flags.prefect === true,
    redact: flags.redact === true,
    as: flags.as,
    json: flags.json === true,
  };
}

function programOf([command, ...args]: readonly string[], shell: string | undefined): RunPlan["program"] {
  if (shell !== undefined && command === undefined) return { shell };
  if (shell === undefined && command !== undefined && command !== "") return { command, args };
  throw shell === undefined
    ? new UsageError("There is no command to run.", "Write it after --: keyfold run -- COMMAND")
    : new UsageError("There is a command as well as --shell.", "Give one of them.");
}

const namedForm = /^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/su;

function parseNamed(string: string, option: string, as: NamedSecret["as"]): NamedSecret {
  const [, variable, name] = namedForm.exec(string) ?? [];
  if (variable !== undefined && name !== undefined) return { variable, name, as };
  throw new UsageError(
    `${option} ${printable(string)} is not a variable and a secret's name.`,
    `Write it as ${option} VAR="secret name"; a variable has letters, digits and _.`,
  );
}

/** A common slip: the shell expanded `$SECRET` to nothing before keyfold was even started. */
function noteEmptyArgument(program: RunPlan["program"], named: readonly NamedSecret[], flags: JsonFlag): void {
  const variable = named.find(({ as }) => as === "value")?.variable;
  if (variable === undefined || "shell" in program || !program.args.includes("")) return;
  note(
    `an argument is empty. If it was meant to be $${variable}, your shell replaced it before the program had the value; ` +
      `this lets the program's own shell do it: keyfold run … --shell 'COMMAND "$${variable}"'`,
    flags,
  );
}

const useForm = /^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/su;
const shapeForm = /^(?:([A-Za-z_][A-Za-z0-9_]*)=)?(.*(?:…|\.\.\.).*)$/su;

/** What `--as` was given where it may stand several times: the name of a login, the last of them, and the shapes of placeholders. */
export function splitAs(given: string | readonly string[] = []): { as?: string; shapes?: string[] } {
  const all = [given].flat();
  const shapes = all.filter((one) => shapeForm.test(one));
  const as = all.findLast((one) => !shapes.includes(one));
  return { ...(as === undefined ? {} : { as }), ...(shapes.length === 0 ? {} : { shapes }) };
}

/**
 * Reads `--use VAR="name@host GET,POST /path /path;body"` and the shapes of `--as`: `ghp_…` for all, `VAR=ghp_…` for one.
 *
 * @throws UsageError.
 */
export function parseUses(uses: readonly string[], shapes: readonly string[]): NamedUse[] {
  const given = shapes.map((string) => shapeForm.exec(string) ?? []);
  return uses.map((string) => {
    const use = parseUse(string);
    const [, , as] = given.findLast(([, variable = use.variable]) => variable === use.variable) ?? [];
    return as === undefined ? use : { ...use, as };
  });
}

function parseUse(string: string): NamedUse {
  const body = string.endsWith(";body");
  const [, variable, typed = ""] = useForm.exec(body ? string.slice(0, -";body".length) : string) ?? [];
  const use = readUse(typed);
  if (variable === undefined || use === undefined) {
    throw new UsageError(
      `--use ${printable(string)} is not a variable, a secret's name and a host.`,
      'Write it as --use VAR="secret name@api.example.com", with methods and paths behind if need be: "… GET,POST /v1".',
    );
  }
  return { ...use, variable, body };
}

/**
 * Checks that options go together: a program that uses secrets has no token to read others with.
 *
 * @throws UsageError.
 */
function checkUseFlags(flags: Readonly<Record<string, unknown>>): void {
  const { use, broker } = flags;
  const isGiven = (option: string): boolean => flags[option] !== undefined;
  const typed = (option: string): string => `--${option === "shapes" ? "as" : option}`;
  if (use === undefined && broker === undefined) {
    const alone = ["only", "shapes"].find(isGiven);
    if (alone === undefined) return;
    throw new UsageError(`${typed(alone)} needs --use.`, 'Say what is used: --use VAR="secret name@api.example.com"');
  }
  const ofBroker = broker === undefined ? undefined : ["use", "shapes", "only", "env", "file", "folder"].find(isGiven);
  if (ofBroker !== undefined) {
    throw new UsageError(`${typed(ofBroker)} and --broker don't go together.`, "Give it to keyfold broker start.");
  }
  const ofReaders = ["allow", "prefect", "redact"].find(isGiven);
  if (ofReaders === undefined) return;
  throw new UsageError(
    `${typed(ofReaders)} and ${broker === undefined ? "--use" : "--broker"} don't go together.`,
    "A program that uses secrets gets no token to read others with.",
  );
}

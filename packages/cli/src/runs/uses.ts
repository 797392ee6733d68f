import { readUse, type TypedUse } from "../server/uses.ts";
import { UsageError } from "../terminal/command-error.ts";
import { printable } from "../terminal/format.ts";

/** A secret that a program uses without holding it. */
export interface NamedUse extends TypedUse {
  /** The variable that holds a placeholder. */
  readonly variable: string;
  /** Whether the value is also put into bodies. */
  readonly body: boolean;
  /** The shape of the placeholder, for example `ghp_…`. */
  readonly as?: string;
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
export function checkUseFlags(flags: Readonly<Record<string, unknown>>): void {
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

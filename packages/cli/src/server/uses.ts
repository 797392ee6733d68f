import { UsageError } from "../terminal/command-error.ts";
import { printable } from "../terminal/format.ts";

/** A secret, and the requests that it is put into, as they were typed. */
export interface TypedUse {
  readonly name: string;
  readonly host: string;
  readonly methods?: string[];
  readonly paths?: string[];
}

/** Reads `secret name@host GET,POST /path /path`; `undefined` for what is no use. */
export function readUse(string: string): TypedUse | undefined {
  const words = string.split(" ");
  const paths: string[] = [];
  const methods: string[] = [];
  for (let last = words.at(-1); last !== undefined && words.length > 1; last = words.at(-1)) {
    if (/^\//.test(last)) paths.unshift(last);
    else if (/^[A-Z]+(?:,[A-Z]+)*$/.test(last)) methods.unshift(...last.split(","));
    else if (last !== "") break;
    words.pop();
  }
  const [, name, host] = /^(.+)@([^@\s]+)$/su.exec(words.join(" ")) ?? [];
  if (name === undefined || host === undefined) return undefined;
  return {
    ...{ name, host },
    ...(methods.length > 0 ? { methods } : {}),
    ...(paths.length > 0 ? { paths } : {}),
  };
}

/** A use as it is typed. */
export function formatUse({
  name,
  host,
  methods,
  paths,
}: Readonly<Record<"methods" | "paths", readonly string[] | null>> & Pick<TypedUse, "name" | "host">): string {
  return [`${name}@${host}`, ...(methods === null ? [] : [methods.join(",")]), ...(paths ?? [])].join(" ");
}

/**
 * Reads the `--use` of a grant, which has no variable.
 *
 * @throws UsageError for what is no use.
 */
export function checkGrantedUse(string: string): TypedUse {
  const use = /;body$/.test(string) ? undefined : readUse(string);
  if (use !== undefined) return use;
  throw new UsageError(
    `--use ${printable(string)} is not a secret's name and a host.`,
    'Write it as --use "secret name@api.example.com", with methods and paths behind if need be: "… GET,POST /v1".',
  );
}

import { parseArgs } from "node:util";

export const groups = ["local", "server", "postgres", "names", "log", "broker", "console", "command"] as const;
export type Group = (typeof groups)[number];

export interface Options {
  readonly quick: boolean;
  readonly profile: boolean;
  readonly json: boolean;
  readonly save: boolean;
  readonly only: readonly Group[];
  /** How many rows the long audit log has. */
  readonly logRows: number;
  readonly help: boolean;
}

export const help = `pnpm bench [--quick] [--only GROUPS] [--log-rows N] [--json] [--save] [--profile]

  --quick     fewer rounds, without the million secrets and the long log
  --only      just these groups of rows, between commas: ${groups.join(", ")}
  --log-rows  how many rows the long audit log has: 1000000 unless given
  --json      print JSON instead of the table
  --save      write the table into docs/benchmark.md (a run of everything does so anyway)
  --profile   no table: a CPU profile of the server while it is read from and written to
`;

/**
 * The options of the command line.
 *
 * @throws Error for an unknown one.
 */
export function readOptions(args: readonly string[]): Options {
  const { "log-rows": logRows, ...values } = parseArgs({
    args: args.filter((arg) => arg !== "--"),
    options: {
      quick: { type: "boolean", default: false },
      profile: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      save: { type: "boolean", default: false },
      only: { type: "string" },
      "log-rows": { type: "string", default: "1000000" },
      help: { type: "boolean", short: "h", default: false },
    },
  }).values;
  if (!/^[1-9]\d{3,8}$/.test(logRows)) throw new Error(`--log-rows takes a number from 1000 on, not "${logRows}"`);
  const only = values.only === undefined ? groups : values.only.split(",").map(groupNamed);
  const everything = !values.quick && only.length === groups.length;
  return { ...values, only, logRows: Number(logRows), save: values.save || everything };
}

function groupNamed(name: string): Group {
  const group = groups.find((each) => each === name);
  if (group === undefined) throw new Error(`--only takes ${groups.join(", ")}, not "${name}"`);
  return group;
}

import { parseArgs } from "node:util";

export const groups = ["local", "server", "command"] as const;
export type Group = (typeof groups)[number];

export interface Options {
  readonly quick: boolean;
  readonly profile: boolean;
  readonly json: boolean;
  readonly save: boolean;
  readonly only: readonly Group[];
  readonly help: boolean;
}

export const help = `pnpm bench [--quick] [--only local,server,command] [--json] [--save] [--profile]

  --quick     at most two minutes: fewer repetitions, without the million secrets
  --only      just these groups of rows
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
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== "--"),
    options: {
      quick: { type: "boolean", default: false },
      profile: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      save: { type: "boolean", default: false },
      only: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const only = values.only === undefined ? groups : values.only.split(",").map(groupNamed);
  const everything = !values.quick && only.length === groups.length;
  return { ...values, only, save: values.save || everything };
}

function groupNamed(name: string): Group {
  const group = groups.find((each) => each === name);
  if (group === undefined) throw new Error(`--only takes ${groups.join(", ")}, not "${name}"`);
  return group;
}

import type { Command } from "commander";
import { type RunFlags, splitAs } from "../runs/plan.ts";
import { addCommand, addServerCommand, lazy, notes, type SetExitCode } from "./command.ts";
import { collect, collectNames, parseDuration } from "./options.ts";

/** An option of `keyfold run`. */
interface RunOption {
  /** As the help shows it; one with a `<value>` takes what stands behind it. */
  readonly flags: string;
  readonly description: string;
  /** Reads what was typed, with what was read before of an option that can be repeated. A string is taken as it is without this. */
  read?(typed: string, before?: unknown): unknown;
}

/** What can be typed before the program. */
const runOptions: readonly RunOption[] = [
  {
    flags: "--allow <names>",
    description: "the names it may ask for, separated by commas; without this, all that your grants cover",
    read: collectNames,
  },
  {
    flags: "--folder <folder>",
    description: "where names are looked for first, then in each folder around it; without this, cloud.folder",
  },
  { flags: "--env <VAR=name>", description: "set a variable to a secret's value; can be repeated", read: collect },
  {
    flags: "--file <VAR=name>",
    description: "set a variable to a file that holds the value; can be repeated",
    read: collect,
  },
  {
    flags: "--use <VAR=name@host>",
    description:
      'set a variable to a placeholder, which becomes the secret\'s value in requests to the host: "A=b@api.example.com GET,POST /v1"; can be repeated',
    read: collect,
  },
  { flags: "--only", description: "with --use: let nothing out to other hosts" },
  {
    flags: "--broker <url>",
    description: "use secrets through the broker at http://HOST:PORT or unix:PATH, without a login",
  },
  {
    flags: "--as <login>",
    description:
      "use the login of this name; without this, the one that has none. With …, the shape of --use's placeholder: ghp_…",
    read: collect,
  },
  {
    flags: "--ttl <time>",
    description: "how long the run outlives a keyfold that was killed: 30s, 5m",
    read: parseDuration,
  },
  { flags: "--label <text>", description: "the run's name in the audit log" },
  { flags: "--shell <text>", description: "run a shell command line instead of a program" },
  { flags: "--redact", description: "mask the values in what the program prints" },
  { flags: "--prefect", description: "also set the variables that Prefect 0.x and 1.x read" },
];

/** In seconds. */
const defaultTtl = 60;

/** `keyfold run -- COMMAND…`, `keyfold run list` and `keyfold run end ID` */
export function addRun(program: Command, setExitCode: SetExitCode): void {
  const run = addCommand(
    program,
    "run [command...]",
    "run a program that reads secrets: opens a run, gives the program its token, ends it",
    [
      `keyfold run --allow "stripe key" -- node app.js`,
      `keyfold run --env DATABASE_URL="database url" -- ./migrate`,
      `keyfold run --env TOKEN="api token" --shell 'curl -H "authorization: $TOKEN" https://api.example'`,
      `keyfold run --file CERT="server certificate" -- ./serve`,
      "keyfold run --folder prod/orders -- node app.js",
      `keyfold run --use STRIPE_KEY="stripe key@api.stripe.com" -- node agent.js`,
    ],
    "print keyfold's own errors as JSON, on standard error",
  )
    .usage("[options] -- <command...>")
    .passThroughOptions()
    .addHelpText(
      "after",
      notes(
        "The program stands after --. With --allow, the names of --env and --file are allowed too. The program's exit code is " +
          "passed on; 128 and the signal's number for a program that a signal ended, 127 for one that doesn't exist. Signals " +
          "go to the program and all that it has started, and what it leaves behind is ended with it. Where secrets are local " +
          "and there is no server, no run is opened: the program is started, and --env and --file take their values from " +
          "context.secrets.",
      ),
    )
    .action(async (words: string[], flags: TypedFlags) => {
      setExitCode(await startRun(words[0] === "--" ? words.slice(1) : words, flags));
    });
  for (const { flags, description, read } of runOptions) {
    const option = run.createOption(flags, description);
    if (read) option.argParser(read);
    run.addOption(flags === "--ttl <time>" ? option.default(defaultTtl, `${defaultTtl}s`) : option);
  }
  keepProgramApart(run);

  addServerCommand(run, "list", "list the runs that are live; for a runner those that it opened", [
    "keyfold run list",
    "keyfold run list --all",
  ])
    .alias("ls")
    .option("--all", "also those that are over")
    .action(lazy(async () => (await import("../runs/manage-runs.ts")).listRuns));

  addServerCommand(run, "end <id>", "end a run at once: what its program still asks for is refused", [
    "keyfold run list",
    "keyfold run end 0198b0c2-7a54-4c7e-9d5f-1f1c8a3f2b10",
  ]).action(lazy(async () => (await import("../runs/manage-runs.ts")).endRun));
}

/** `--as` names a login, and gives the shapes of placeholders. */
interface TypedFlags extends Omit<RunFlags, "as" | "shapes"> {
  as?: string[];
}

/** Runs a program with the options as they were typed. @returns what `keyfold` ends with. */
export async function startRun(words: readonly string[], { as, ...flags }: TypedFlags): Promise<number> {
  const { runProgram } = await import("../runs/run-program.ts");
  return runProgram(words, { ...flags, ...splitAs(as) });
}

/**
 * Reads the line after `keyfold run` where each option has its value behind it and the program stands after `--`. It starts for each program,
 * and commander takes as long to load as the server to answer.
 *
 * @returns `undefined` for any other line: commander reads it, or says what is wrong with it.
 */
export function readRunLine(args: readonly string[]): { words: readonly string[]; flags: TypedFlags } | undefined {
  const end = args.indexOf("--");
  const typed = args.slice(0, Math.max(end, 0));
  const known: readonly Omit<RunOption, "description">[] = [...runOptions, { flags: "--json" }];
  const flags: TypedFlags & Record<string, unknown> = { ttl: defaultTtl };
  try {
    for (let name = typed.shift(); name !== undefined; name = typed.shift()) {
      const option = known.find((each) => each.flags.split(" ")[0] === name);
      const value = option?.flags.includes("<") ? typed.shift() : true;
      if (option === undefined || value === undefined) return undefined;
      const key = name.slice("--".length);
      flags[key] = option.read ? option.read(String(value), flags[key]) : value;
    }
  } catch {
    return undefined;
  }
  return end < 0 ? undefined : { words: args.slice(end + 1), flags };
}

/** Leaves the `--` before a program in place: one that is called `list` is a program then, not `keyfold run list`. */
function keepProgramApart(run: Command): void {
  const parseOptions = run.parseOptions.bind(run);
  run.parseOptions = (argv) => {
    const { operands, unknown } = parseOptions(argv);
    const isAfterDashes = unknown.length === 0 && argv.at(-operands.length - 1) === "--";
    return { operands: isAfterDashes ? ["--", ...operands] : operands, unknown };
  };
}

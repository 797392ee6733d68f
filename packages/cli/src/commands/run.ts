import { type Command, Option } from "commander";
import { type RunFlags, splitAs } from "../runs/plan.ts";
import { addCommand, addServerCommand, lazy, notes, type SetExitCode } from "./command.ts";
import { collect, collectNames, parseDuration } from "./options.ts";

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
    .option(
      "--allow <names>",
      "the names it may ask for, separated by commas; without this, all that your grants cover",
      collectNames,
    )
    .option(
      "--folder <folder>",
      "where names are looked for first, then in each folder around it; without this, cloud.folder",
    )
    .option("--env <VAR=name>", "set a variable to a secret's value; can be repeated", collect)
    .option("--file <VAR=name>", "set a variable to a file that holds the value; can be repeated", collect)
    .option(
      "--use <VAR=name@host>",
      'set a variable to a placeholder, which becomes the secret\'s value in requests to the host: "A=b@api.example.com GET,POST /v1"; can be repeated',
      collect,
    )
    .option("--only", "with --use: let nothing out to other hosts")
    .option("--broker <url>", "use secrets through the broker at http://HOST:PORT or unix:PATH, without a login")
    .addOption(
      new Option(
        "--as <login>",
        "use the login of this name; without this, the one that has none. With …, the shape of --use's placeholder: ghp_…",
      ).argParser(collect),
    )
    .addOption(
      new Option("--ttl <time>", "how long the run outlives a keyfold that was killed: 30s, 5m")
        .argParser(parseDuration)
        .default(60, "60s"),
    )
    .option("--label <text>", "the run's name in the audit log")
    .option("--shell <text>", "run a shell command line instead of a program")
    .option("--redact", "mask the values in what the program prints")
    .option("--prefect", "also set the variables that Prefect 0.x and 1.x read")
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
    .action(async (words: string[], { as, ...flags }: TypedFlags) => {
      const { runProgram } = await import("../runs/run-program.ts");
      setExitCode(await runProgram(words[0] === "--" ? words.slice(1) : words, { ...flags, ...splitAs(as) }));
    });
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

/** Leaves the `--` before a program in place: one that is called `list` is a program then, not `keyfold run list`. */
function keepProgramApart(run: Command): void {
  const parseOptions = run.parseOptions.bind(run);
  run.parseOptions = (argv) => {
    const { operands, unknown } = parseOptions(argv);
    const isAfterDashes = unknown.length === 0 && argv.at(-operands.length - 1) === "--";
    return { operands: isAfterDashes ? ["--", ...operands] : operands, unknown };
  };
}

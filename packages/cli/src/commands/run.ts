import { type Command, Option } from "commander";
import type { RunFlags } from "../runs/plan.ts";
import { addCommand, type SetExitCode } from "./command.ts";
import { collect, collectNames, parseDuration } from "./options.ts";

/** `keyfold run -- COMMAND…` */
export function addRun(program: Command, setExitCode: SetExitCode): void {
  addCommand(
    program,
    "run [command...]",
    "run a program that reads secrets: opens a run, gives the program its token, ends it",
    [
      `keyfold run --allow "stripe key" -- node app.js`,
      `keyfold run --env DATABASE_URL="database url" -- ./migrate`,
      `keyfold run --env TOKEN="api token" --shell 'curl -H "authorization: $TOKEN" https://api.example'`,
      `keyfold run --file CERT="server certificate" -- ./serve`,
    ],
    "print keyfold's own errors as JSON, on standard error",
  )
    .passThroughOptions()
    .option(
      "--allow <names>",
      "the names it may read, separated by commas; without this, all of the team's",
      collectNames,
    )
    .option("--env <VAR=name>", "set a variable to a secret's value; can be repeated", collect)
    .option("--file <VAR=name>", "set a variable to a file that holds the value; can be repeated", collect)
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
      `
With --allow, the names of --env and --file are allowed too. The program's exit code is passed on; 128 and the signal's
number for a program that a signal ended, 127 for one that doesn't exist. Where secrets are local and there is no
server, no run is opened: the program is started, and --env and --file take their values from context.secrets.`,
    )
    .action(async (words: string[], flags: RunFlags) => {
      const { runProgram } = await import("../runs/run-program.ts");
      setExitCode(await runProgram(words, flags));
    });
}

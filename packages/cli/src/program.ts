import { docsPage } from "@keyfold/common/docs-page";
import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import { addAccess, addWhoami } from "./commands/access.ts";
import { addAudit } from "./commands/audit.ts";
import { addBroker } from "./commands/broker.ts";
import { formatUsageMessage, type SetExitCode, usageErrorFor } from "./commands/command.ts";
import { addConfig, addDoctor } from "./commands/config.ts";
import { addConsole } from "./commands/console.ts";
import { addCompletion, addTypes } from "./commands/generate.ts";
import { addLogin, addLogout } from "./commands/login.ts";
import { addNoRead } from "./commands/no-read.ts";
import { addRun } from "./commands/run.ts";
import { addSecret } from "./commands/secret.ts";
import { addTeam } from "./commands/team.ts";
import { addToken } from "./commands/token.ts";
import { addTrust } from "./commands/trust.ts";
import { printError, writeError, writeOut } from "./terminal/print.ts";

/** Every command, in the order of the help. */
const commands = [
  addLogin,
  addLogout,
  addWhoami,
  addSecret,
  addAccess,
  addToken,
  addTrust,
  addTeam,
  addRun,
  addBroker,
  addConfig,
  addTypes,
  addAudit,
  addConsole,
  addDoctor,
  addCompletion,
];

/**
 * Runs a line.
 *
 * @param json - whether what is wrong with the line is printed as JSON.
 * @param onUnderstood - called with the options that were typed, before the work begins.
 * @returns the exit code.
 * @throws what the work throws.
 */
export async function runLine(
  args: readonly string[],
  json: boolean,
  onUnderstood: (flags: object) => void,
): Promise<number> {
  let exitCode = 0;
  let usage = "";
  const program = makeProgram(
    (code) => {
      exitCode = code;
    },
    (text) => {
      if (json) usage += text;
      else writeError(text);
    },
  );
  program.hook("preAction", (_program, command) => onUnderstood(command.opts()));
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (json) printError(usageErrorFor(error, usage), json);
    return 2;
  }
}

/**
 * The whole of `keyfold`: what can be typed. The work of a command is loaded when it runs.
 *
 * @param writeError - takes what is wrong with the line that was typed.
 */
export function makeProgram(setExitCode: SetExitCode, writeErr: (text: string) => void = () => {}): Command {
  const program = new Command("keyfold")
    .description("Keyfold: people write secrets, only runs read them.")
    .version(manifest.version, "-V")
    .version(manifest.version, "-v, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show a command's help")
    .enablePositionalOptions()
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut, writeErr, outputError: (text, write) => write(formatUsageMessage(text)) });
  program.options[0]?.hideHelp();
  program.addHelpText("after", `\nMore: ${docsPage("cli.md")}; each error code: ${docsPage("errors.md")}`);
  for (const add of commands) add(program, setExitCode);
  addNoRead(program);
  pointToHelp(program, "keyfold");
  return program;
}

/** Gives each command its own hint after a line that is not understood. */
function pointToHelp(command: Command, typed: string): void {
  command.showHelpAfterError(`See: ${typed} --help`);
  for (const each of command.commands) pointToHelp(each, `${typed} ${each.name()}`);
}

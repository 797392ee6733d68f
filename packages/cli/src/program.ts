import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import { addAccess, addWhoami } from "./commands/access.ts";
import { addAudit } from "./commands/audit.ts";
import { formatUsageMessage, type SetExitCode } from "./commands/command.ts";
import { addConfig, addDoctor } from "./commands/config.ts";
import { addCompletion, addTypes } from "./commands/generate.ts";
import { addLogin, addLogout } from "./commands/login.ts";
import { addRun } from "./commands/run.ts";
import { addSecret } from "./commands/secret.ts";
import { addTeam } from "./commands/team.ts";
import { addToken } from "./commands/token.ts";

/** Every command, in the order of the help. */
const commands = [
  addLogin,
  addLogout,
  addWhoami,
  addSecret,
  addAccess,
  addToken,
  addTeam,
  addRun,
  addConfig,
  addTypes,
  addAudit,
  addDoctor,
  addCompletion,
];

/** The whole of `keyfold`: what can be typed. The work of a command is loaded when it runs. */
export function makeProgram(setExitCode: SetExitCode): Command {
  const program = new Command("keyfold")
    .description("Keyfold: people write secrets, only runs read them.")
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show a command's help")
    .enablePositionalOptions()
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError("Add --help to a command to see how it is used.")
    .configureOutput({ outputError: (text, write) => write(formatUsageMessage(text)) });
  for (const add of commands) add(program, setExitCode);
  return program;
}

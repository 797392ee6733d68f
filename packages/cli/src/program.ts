import { Command } from "commander";
import { addAudit } from "./commands/audit.ts";
import type { AddCommand, Ends } from "./commands/command.ts";
import { addCompletion } from "./commands/completion.ts";
import { addConfigCheck } from "./commands/config-check.ts";
import { addConfigGet } from "./commands/config-get.ts";
import { addConfigInit } from "./commands/config-init.ts";
import { addConfigShow } from "./commands/config-show.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addLogin } from "./commands/login.ts";
import { addLogout } from "./commands/logout.ts";
import { addRun } from "./commands/run.ts";
import { addSecretHistory } from "./commands/secret-history.ts";
import { addSecretImport } from "./commands/secret-import.ts";
import { addSecretList } from "./commands/secret-list.ts";
import { addSecretRm } from "./commands/secret-rm.ts";
import { addSecretRollback } from "./commands/secret-rollback.ts";
import { addSecretSet } from "./commands/secret-set.ts";
import { addTokenCreate } from "./commands/token-create.ts";
import { addTokenList } from "./commands/token-list.ts";
import { addTokenRevoke } from "./commands/token-revoke.ts";
import { addTypes } from "./commands/types.ts";
import { sayWrongUse } from "./terminal/say-wrong-use.ts";
import { version } from "./version.ts";

/** Every command, in the order of the help. A group's commands come under its name. */
const commands: readonly (AddCommand | readonly [name: string, description: string, ...AddCommand[]])[] = [
  addLogin,
  addLogout,
  [
    "secret",
    "set, list and remove secrets; nobody can read a value here",
    addSecretSet,
    addSecretList,
    addSecretRm,
    addSecretHistory,
    addSecretRollback,
    addSecretImport,
  ],
  ["token", "the tokens of people and services", addTokenCreate, addTokenList, addTokenRevoke],
  addRun,
  ["config", "the configuration in force here", addConfigShow, addConfigGet, addConfigInit, addConfigCheck],
  addTypes,
  addAudit,
  addDoctor,
  addCompletion,
];

/** The whole of `keyfold`: what can be typed. The work of a command is loaded when it runs. */
export function makeProgram(ends: Ends): Command {
  const program = new Command("keyfold")
    .description("Keyfold: people write secrets, only runs read them.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show a command's help")
    .enablePositionalOptions()
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError("--help after a command says how it is typed.")
    .configureOutput({ outputError: (text, write) => write(sayWrongUse(text)) });
  for (const entry of commands) {
    if (typeof entry === "function") {
      entry(program, ends);
    } else {
      const [name, description, ...members] = entry;
      const group = program.command(name).description(description);
      for (const add of members) add(group, ends);
    }
  }
  return program;
}

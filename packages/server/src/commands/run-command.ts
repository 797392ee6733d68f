import { docsPage } from "@keyfold/common/docs-page";
import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { tipToInit } from "../instance/data-folder.ts";
import { ServerError } from "../server-error.ts";
import { addAudit } from "./audit.ts";
import { addBackup } from "./backup.ts";
import { formatError } from "./format-error.ts";
import { addHealth } from "./health.ts";
import { addInit } from "./init.ts";
import { addRestore } from "./restore.ts";
import { addRotateKey } from "./rotate-key.ts";
import { type SettingsFlags, typedAgain } from "./settings-options.ts";
import { addStart } from "./start.ts";
import { addTokenCreateAdmin } from "./token-create-admin.ts";

/** Runs `keyfold-server` with its arguments and gives the exit code: 0 done, 1 refused or failed, 2 wrong use. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const print = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  // All that is known of a line that is not understood.
  const json = args.includes("--json");
  let wrongUse = "";
  let flags: SettingsFlags = {};
  const program = new Command("keyfold-server")
    .description("The Keyfold server: people write secrets, only runs read them.")
    .version(manifest.version, "-V")
    .version(manifest.version, "-v, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show a command's help")
    .exitOverride()
    .configureOutput({
      outputError: (text) => {
        wrongUse += text;
      },
    })
    .hook("preAction", (_program, command) => {
      flags = command.opts<SettingsFlags>();
    })
    .addHelpText("after", `\nMore: ${docsPage("server.md")}; each error code: ${docsPage("errors.md")}`);
  program.options[0]?.hideHelp();
  addInit(program, print);
  addStart(program, print);
  addHealth(program, print);
  addAudit(program, print);
  addTokenCreateAdmin(program.command("token").description("tokens, where no admin is left to make them"), print);
  addRotateKey(program, print);
  addBackup(program, print);
  addRestore(program, print);
  try {
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && wrongUse === "") return error.exitCode === 0 ? 0 : 2;
    const typed = program.commands.some((command) => command.name() === args[0]) ? `${args[0]} ` : "";
    const shown = error instanceof CommanderError ? wrongUsage(wrongUse, typed) : withOptions(error, flags);
    process.stderr.write(`${formatError(shown, json, process.stderr.isTTY)}\n`);
    if (error instanceof CommanderError) return 2;
    return error instanceof ServerError && error.code === "SETTINGS_INVALID" ? 2 : 1;
  }
}

/** @param typed - the command, with a space behind it. */
function wrongUsage(written: string, typed: string): ServerError {
  const message = written
    .trim()
    .replace(/^error: /, "")
    .replace(/\.?\n/g, ". ");
  return new ServerError("SETTINGS_INVALID", message, `See: keyfold-server ${typed}--help`);
}

/** A tip that names a command for the same instance names the options that this one was given. */
function withOptions(error: unknown, flags: SettingsFlags): unknown {
  const options = typedAgain(flags);
  if (!(error instanceof ServerError) || options === "") return error;
  const tip = error.tip.startsWith(tipToInit(""))
    ? tipToInit(options)
    : error.tip.replace(/keyfold-server audit accept-head/, (command) => command + options);
  return new ServerError(error.code, error.message, tip, { cause: error.cause });
}

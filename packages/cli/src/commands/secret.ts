import { type Command, Option } from "commander";
import type { FileFormat } from "../imports/import-secrets.ts";
import { addServerCommand, formatUsageMessage, lazy, notes } from "./command.ts";
import { addNoRead } from "./no-read.ts";
import { parseCount, parseDuration, parseUntil, parseVersion } from "./options.ts";

const fileFormats: readonly FileFormat[] = ["env", "toml", "json"];

/** `keyfold secret …` */
export function addSecret(program: Command): void {
  const secret = program.command("secret").description("set, list and remove secrets; nobody can read a value here");

  addServerCommand(
    secret,
    "set <name> [value]",
    "set a value; without VALUE a hidden prompt asks for it",
    [
      `keyfold secret set "stripe key"`,
      `keyfold secret set "stripe key" --stdin < key.txt`,
      `keyfold secret set limits --json '{"daily": 100}'`,
      `keyfold secret set "stripe key" --if-version 3 --stdin < key.txt`,
    ],
    "the value is JSON, and so is what is printed; without this a value is a string",
  )
    .option(
      "--stdin",
      "read the value from standard input: without the line break after it if it is one line, byte for byte if it is more",
    )
    .option(
      "--if-version <version>",
      "only if this is the newest version; 0: only if there is no such secret",
      parseVersion,
    )
    .addHelpText(
      "after",
      notes(
        "A VALUE on the command line can be read in the shell's history and by other programs while the command runs. " +
          "Nothing is expanded: a $ stays a $.",
      ),
    )
    .configureOutput({ outputError: (text, write) => write(formatUsageMessage(text, true)) })
    .action(lazy(async () => (await import("../secrets/set-secret.ts")).setSecret));

  addServerCommand(
    secret,
    "list",
    "list the team's secrets by folder: names, never values, when they were read and are due",
    [
      "keyfold secret list",
      "keyfold secret list --folder prod/orders --due 14d",
      "keyfold secret list --unread 90d --flat",
    ],
  )
    .alias("ls")
    .option("--folder <folder>", "only those in this folder, at any depth")
    .option("--unread <time>", "only those that were not read for so long, or never, for example 90d", parseDuration)
    .option("--due <time>", "only those that are to be replaced within this time, or should have been", parseDuration)
    .option("--deleted", "those that were removed and can be restored")
    .option("--flat", "only names, one a line")
    .action(lazy(async () => (await import("../secrets/list-secrets.ts")).listSecrets));

  addServerCommand(secret, "describe <name>", "set what is known of a secret beside its value, or show it", [
    `keyfold secret describe "stripe key" --note "charges in the shop" --owner "team shop" --rotate-by 2027-01-31`,
    `keyfold secret describe "stripe key" --rotate-by 90d`,
    `keyfold secret describe "stripe key"`,
  ])
    .option("--note <text>", "what it is for; an empty string clears it, here and below")
    .option("--owner <name>", "who looks after it")
    .option("--rotate-by <time>", "when its value is to be replaced: a date, or so long from now", parseUntil)
    .action(lazy(async () => (await import("../secrets/manage-secrets.ts")).describeSecret));

  addServerCommand(
    secret,
    "rm <name>",
    "remove a secret with its versions; it can be restored for 30 days, unless the server's settings differ",
    [`keyfold secret rm "stripe key"`, `keyfold secret rm "stripe key" --purge --yes`],
  )
    .option("--purge", "remove it for good, with what was removed of its name before")
    .option("-y, --yes", "do not ask for confirmation")
    .action(lazy(async () => (await import("../secrets/manage-secrets.ts")).removeSecret));

  addServerCommand(secret, "restore <name>", "bring back a removed secret, with its versions", [
    `keyfold secret restore "stripe key"`,
  ]).action(lazy(async () => (await import("../secrets/manage-secrets.ts")).restoreSecret));

  addServerCommand(secret, "history <name>", "list a secret's versions: when and by whom, never the values", [
    `keyfold secret history "stripe key"`,
  ]).action(lazy(async () => (await import("../secrets/manage-secrets.ts")).showHistory));

  addServerCommand(secret, "rollback <name>", "set an older version's value as a new version, without showing it", [
    `keyfold secret rollback "stripe key" --to 3`,
  ])
    .requiredOption("--to <version>", "the version, a number of `secret history`", parseCount)
    .action(lazy(async () => (await import("../secrets/manage-secrets.ts")).rollBackSecret));

  addServerCommand(secret, "import <file>", "set the secrets of a .env, TOML or JSON file, all of them or none", [
    "keyfold secret import .env --dry-run",
    "keyfold secret import .env",
    "keyfold secret import ~/.keyfold/config.toml",
  ])
    .option("--dry-run", "only show the names: which are new, and which are there, since when and by whom")
    .addOption(new Option("--format <format>", "the file's format, if its name doesn't show it").choices(fileFormats))
    .addHelpText(
      "after",
      notes(
        "From TOML the names of [context.secrets] are taken if there is such a table, else those at the top. " +
          "Nothing is expanded: a $ stays a $. The values of a .env file are strings.",
      ),
    )
    .action(lazy(async () => (await import("../imports/import-secrets.ts")).importSecrets));

  addNoRead(secret);
}

import { type Command, Option } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** How `secret import` reads its file. */
const fileFormats = ["env", "toml", "json"] as const;

/** A kind of file that `secret import` reads. */
export type FileFormat = (typeof fileFormats)[number];

/** What `secret import` was given besides the file. */
export interface ImportFlags extends JsonFlag {
  dryRun?: boolean;
  format?: FileFormat;
}

/** `keyfold secret import FILE` */
export function addSecretImport(secret: Command): void {
  command(secret, "import <file>", "set the secrets of a .env, TOML or JSON file, all of them or none", [
    "keyfold secret import .env --dry-run",
    "keyfold secret import .env",
    "keyfold secret import ~/.keyfold/config.toml",
  ])
    .option("--dry-run", "only show the names, and which are new")
    .addOption(new Option("--format <format>", "what the file is, where its name doesn't say").choices(fileFormats))
    .addHelpText(
      "after",
      `
From TOML the names of [context.secrets] are taken if there is such a table, else those at the top.
Nothing is expanded: a $ stays a $. The values of a .env file are texts.`,
    )
    .action(async (file: string, flags: ImportFlags) => {
      const { importSecrets } = await import("../imports/import-secrets.ts");
      await importSecrets(file, flags);
    });
}

import { shellQuote } from "@keyfold/common/shell-quote";
import type { Command } from "commander";
import { backupInstance } from "../instance/backup-instance.ts";
import { addInstanceOptions, readInstance, type SettingsFlags, typedAgain } from "./settings-options.ts";

interface BackupFlags extends SettingsFlags {
  masterKey: boolean;
}

/** `keyfold-server backup`: copies a data folder into one file, also while a server serves it. */
export function addBackup(program: Command, print: (line: string) => void): void {
  const command = program
    .command("backup")
    .description("copy a data folder into one new file, also while a server serves it")
    .argument("<file>", "the file to make");
  addInstanceOptions(command)
    .option("--no-master-key", "leave the master key out: then the file alone is worth nothing to a thief")
    .action(async (file: string, { masterKey, ...instance }: BackupFlags) => {
      const settings = readInstance(instance);
      const { hasKey, vault } = await backupInstance({ settings, file, withKey: masterKey });
      print(`The backup is in ${file}.`);
      if (hasKey) print("It holds the master key: whoever has the file can read every value.");
      else print("It does not hold the master key: keep that elsewhere.");
      const options = typedAgain(instance, ["data", "auditHead"]);
      print(`Restore it with:  keyfold-server restore ${shellQuote(file)} --data NEW-FOLDER${options}`);
      if (vault === "openbao") print("The values are in OpenBao: back that up too.");
    });
}

import type { Command } from "commander";
import { rotateMasterKey } from "../instance/rotate-master-key.ts";
import { addInstanceOptions, readInstance, type SettingsFlags } from "./settings-options.ts";

interface RotateFlags extends SettingsFlags {
  newCommand?: string;
  dataKeys?: boolean;
}

/** `keyfold-server rotate-key`: changes the master key, also while servers serve. */
export function addRotateKey(program: Command, print: (line: string) => void): void {
  const command = program.command("rotate-key").description("change the master key, also while servers serve");
  addInstanceOptions(command)
    .option("--new-command <command>", "a command that prints the next master key; without it, one is made")
    .option("--data-keys", "give every team a new data key, too: after the old master key may have leaked")
    .action(async ({ newCommand, dataKeys = false, ...instance }: RotateFlags) => {
      const teams = await rotateMasterKey({ settings: readInstance(instance), newCommand, dataKeys });
      print(`The master key was changed: the keys of ${teams} ${teams === 1 ? "team" : "teams"} are wrapped under it.`);
      if (dataKeys) print("What is set from now on is under new data keys. The servers encrypt older values again.");
      if (newCommand === undefined) return;
      print(
        "Give the servers the new command, with --master-key-command or server.master_key_command, and restart them.",
      );
    });
}

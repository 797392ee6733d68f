import type { Command } from "commander";
import { restoreInstance } from "../instance/restore-instance.ts";
import { addInstanceOptions, readInstance, type SettingsFlags } from "./settings-options.ts";

/** `keyfold-server restore`: makes a data folder of a backup. */
export function addRestore(program: Command, print: (line: string) => void): void {
  const command = program
    .command("restore")
    .description("make a data folder of a backup")
    .argument("<file>", "what `keyfold-server backup` made");
  addInstanceOptions(command).action(async (file: string, instance: SettingsFlags) => {
    const settings = readInstance(instance);
    const rows = await restoreInstance({ settings, file });
    print(`${settings.data} is restored, with ${rows} audit rows that were checked.`);
    print("Runs that were live are ended. Tokens are as they were then: revoke again what was revoked since.");
  });
}

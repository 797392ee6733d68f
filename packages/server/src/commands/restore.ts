import type { Command } from "commander";
import { restoreInstance } from "../instance/restore-instance.ts";
import { addInstanceOptions, type InstanceFlags, readInstance } from "./instance-options.ts";

/** `keyfold-server restore`: makes a data folder of a backup. */
export function addRestore(program: Command, print: (text: string) => void): void {
  const command = program
    .command("restore")
    .description("make a data folder of a backup")
    .argument("<file>", "what `keyfold-server backup` made");
  addInstanceOptions(command).action(async (file: string, instance: InstanceFlags) => {
    const settings = readInstance(instance);
    const rows = await restoreInstance({ settings, file });
    print(`${settings.dataFolder} is restored, with ${rows} audit rows that were checked.`);
    print("Runs that were live are ended. Tokens are as they were then: revoke again what was revoked since.");
  });
}

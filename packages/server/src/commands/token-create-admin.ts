import type { Command } from "commander";
import { createAdmin } from "../instance/create-admin.ts";
import { addInstanceOptions, readInstance, type SettingsFlags } from "./settings-options.ts";

interface CreateAdminFlags extends SettingsFlags {
  team?: string;
  name: string;
  runner: boolean;
}

/** `keyfold-server token create-admin`: a way back for a team whose last admin is gone. */
export function addTokenCreateAdmin(token: Command, print: (line: string) => void): void {
  const command = token
    .command("create-admin")
    .description(
      "create an admin token for a team whose last one is gone; it is shown only once, and is in the audit log",
    );
  addInstanceOptions(command)
    .option("--team <name>", "the team; without this, the first one")
    .option("--name <name>", "the token's name in the audit log", "recovered admin")
    .option("--no-runner", "without a grant of runner: it opens no run and gives nobody such a grant")
    .action(async ({ team, name, runner, ...instance }: CreateAdminFlags) => {
      const made = await createAdmin({ settings: readInstance(instance), team, name, runner });
      print(`An admin token of the team ${made.team}, shown this once:`);
      print(made.token);
    });
}

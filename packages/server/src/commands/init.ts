import type { Command } from "commander";
import { initInstance } from "../instance/init-instance.ts";
import { keySource } from "../instance/instance-keys.ts";
import { addInstanceOptions, readInstance, type SettingsFlags, typedAgain } from "./settings-options.ts";

interface InitFlags extends SettingsFlags {
  team?: string;
  runner: boolean;
  json?: boolean;
}

/** `keyfold-server init`: prepares a data folder and prints its first token, once. */
export function addInit(program: Command, print: (line: string) => void): void {
  const command = program
    .command("init")
    .description(
      "prepare a data folder: its keys, its database, the first team and its first token (admin and runner)",
    );
  addInstanceOptions(command)
    .option("--team <name>", 'the first team (default "default")')
    .option("--no-runner", "the first token can open no runs, nor let others open them")
    .option("--json", "print one line of JSON")
    .action(async ({ team, runner, json, ...instance }: InitFlags) => {
      const settings = readInstance(instance);
      const { data } = settings;
      const made = await initInstance({
        dataFolder: data,
        stores: settings,
        runner,
        ...(team === undefined ? {} : { team }),
      });
      if (json) return print(JSON.stringify(made));
      print(`Team "${made.team.name}" is ready in ${data ?? "the database"}.`);
      print("");
      print(`Its first token, with the grants ${made.roles.join(" and ")}, shown this once:  ${made.token}`);
      print("");
      print(`Keep a copy of ${keySource(settings).description} in a safe place: without it no value can be read.`);
      print(`Start the server with:  keyfold-server start${typedAgain(instance)}`);
    });
}

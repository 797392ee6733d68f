import type { Command } from "commander";
import { initDataFolder } from "../data-folder/init-data-folder.ts";

interface InitFlags {
  data: string;
  team?: string;
  json?: boolean;
}

/** `keyfold-server init`: prepares a data folder and prints its admin token, once. */
export function addInit(program: Command, print: (text: string) => void): void {
  program
    .command("init")
    .description("prepare a data folder: its keys, its database, the first team and its admin token")
    .requiredOption("--data <folder>", "the data folder, made if it is not there")
    .option("--team <name>", 'the first team (default "default")')
    .option("--json", "print one line of JSON")
    .action(async ({ data, team, json }: InitFlags) => {
      const made = await initDataFolder({ dataFolder: data, ...(team === undefined ? {} : { team }) });
      if (json) return print(JSON.stringify(made));
      print(`Team "${made.team.name}" is ready in ${data}.`);
      print("");
      print(`Its admin token, shown this once:  ${made.token}`);
      print("");
      print(`Keep a copy of ${data}/master.key in a safe place: without it no value can be read.`);
      print(`Start the server with:  keyfold-server start --data ${data}`);
    });
}

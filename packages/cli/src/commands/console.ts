import type { Command } from "commander";
import type { ConsoleFlags } from "../console/open-console.ts";
import { addServerCommand } from "./command.ts";

/** `keyfold console` */
export function addConsole(program: Command): void {
  addServerCommand(program, "console", "open the server's page in a browser, and print its address", [
    "keyfold console",
    "keyfold console --no-browser",
  ])
    .option("--no-browser", "only print the address; so does a command whose output is no terminal")
    .action(async (flags: ConsoleFlags) => (await import("../console/open-console.ts")).openConsole(flags));
}

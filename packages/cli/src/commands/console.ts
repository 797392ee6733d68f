import type { Command } from "commander";
import { addServerCommand, lazy } from "./command.ts";

/** `keyfold console` */
export function addConsole(program: Command): void {
  addServerCommand(program, "console", "open the server's page in a browser, and print its address", [
    "keyfold console",
    "keyfold console --no-browser",
  ])
    .option("--no-browser", "only print the address; so does a command whose output is no terminal")
    .action(lazy(async () => (await import("../console/open-console.ts")).openConsole));
}

import type { Command } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** `keyfold config init` */
export function addConfigInit(config: Command): void {
  command(config, "init", "write a commented configuration file to start from, readable by you alone", [
    "keyfold config init",
    "KEYFOLD_CONFIG=./local.toml keyfold config init",
  ])
    .addHelpText(
      "after",
      `
The file is ~/.keyfold/config.toml, or the one that KEYFOLD_CONFIG names. One that is there is never written over.`,
    )
    .action(async (flags: JsonFlag) => {
      const { initConfig } = await import("../configuration/init-config.ts");
      initConfig(flags);
    });
}

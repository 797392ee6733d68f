import type { Command } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** What `config show` was given. */
export interface ConfigShowFlags extends JsonFlag {
  origin?: boolean;
}

/** `keyfold config show` */
export function addConfigShow(config: Command): void {
  command(config, "show", "show every setting in force here; secrets show as <secret>", [
    "keyfold config show",
    "keyfold config show --origin",
  ])
    .option("--origin", "also say where each comes from: file and line, or the variable")
    .action(async (flags: ConfigShowFlags) => {
      const { showConfig } = await import("../configuration/show-config.ts");
      showConfig(flags);
    });
}

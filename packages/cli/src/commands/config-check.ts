import type { Command } from "commander";
import { command, type Ends, type JsonFlag } from "./command.ts";

/** `keyfold config check` */
export function addConfigCheck(config: Command, ends: Ends): void {
  command(config, "check", "report every problem of the configuration at once; ends with 1 if there are errors", [
    "keyfold config check",
  ]).action(async (flags: JsonFlag) => {
    const { reportConfig } = await import("../configuration/report-config.ts");
    ends(reportConfig(flags));
  });
}

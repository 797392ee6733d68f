import type { Command } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** `keyfold config get KEY` */
export function addConfigGet(config: Command): void {
  command(config, "get <key>", "show one setting, or one table of them", [
    "keyfold config get cloud.url",
    "keyfold config get cloud",
  ]).action(async (key: string, flags: JsonFlag) => {
    const { getSetting } = await import("../configuration/get-setting.ts");
    getSetting(key, flags);
  });
}

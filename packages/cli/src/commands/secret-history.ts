import type { Command } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** `keyfold secret history NAME` */
export function addSecretHistory(secret: Command): void {
  command(secret, "history <name>", "list a secret's versions: when and by whom, never the values", [
    `keyfold secret history "stripe key"`,
  ]).action(async (name: string, flags: JsonFlag) => {
    const { showHistory } = await import("../secrets/show-history.ts");
    await showHistory(name, flags);
  });
}

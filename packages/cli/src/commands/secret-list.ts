import type { Command } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** `keyfold secret list` */
export function addSecretList(secret: Command): void {
  command(secret, "list", "list the team's secrets: names, never values", [
    "keyfold secret list",
    "keyfold secret list --json",
  ]).action(async (flags: JsonFlag) => {
    const { listSecrets } = await import("../secrets/list-secrets.ts");
    await listSecrets(flags);
  });
}

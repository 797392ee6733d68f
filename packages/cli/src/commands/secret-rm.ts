import type { Command } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** What a command that can't be undone was given. */
export interface ConfirmedFlags extends JsonFlag {
  yes?: boolean;
}

/** `keyfold secret rm NAME` */
export function addSecretRm(secret: Command): void {
  command(secret, "rm <name>", "remove a secret and every version of its value, for good", [
    `keyfold secret rm "stripe key"`,
    `keyfold secret rm "stripe key" --yes`,
  ])
    .option("-y, --yes", "do not ask first")
    .action(async (name: string, flags: ConfirmedFlags) => {
      const { removeSecret } = await import("../secrets/remove-secret.ts");
      await removeSecret(name, flags);
    });
}

import type { Command } from "commander";
import { wholeNumber } from "../terminal/whole-number.ts";
import { command, type JsonFlag } from "./command.ts";

/** What `secret rollback` was given besides the name. */
export interface RollbackFlags extends JsonFlag {
  to: number;
}

/** `keyfold secret rollback NAME --to VERSION` */
export function addSecretRollback(secret: Command): void {
  command(secret, "rollback <name>", "set an older version's value again, as a new version; nobody is shown it", [
    `keyfold secret rollback "stripe key" --to 3`,
  ])
    .requiredOption("--to <version>", "the version, a number of `secret history`", wholeNumber)
    .action(async (name: string, flags: RollbackFlags) => {
      const { rollBackSecret } = await import("../secrets/roll-back-secret.ts");
      await rollBackSecret(name, flags);
    });
}

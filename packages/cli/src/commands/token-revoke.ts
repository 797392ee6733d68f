import type { Command } from "commander";
import { command } from "./command.ts";
import type { ConfirmedFlags } from "./secret-rm.ts";

/** `keyfold token revoke ID` */
export function addTokenRevoke(token: Command): void {
  command(token, "revoke <id>", "revoke a token at once, for good", [
    "keyfold token list",
    "keyfold token revoke 0198b0c2-7a54-4c7e-9d5f-1f1c8a3f2b10",
  ])
    .option("-y, --yes", "do not ask first")
    .action(async (id: string, flags: ConfirmedFlags) => {
      const { revokeToken } = await import("../tokens/revoke-token.ts");
      await revokeToken(id, flags);
    });
}

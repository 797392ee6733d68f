import type { Command } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** `keyfold token list` */
export function addTokenList(token: Command): void {
  command(token, "list", "list the team's tokens: whose they are, never the tokens", ["keyfold token list"]).action(
    async (flags: JsonFlag) => {
      const { listTokens } = await import("../tokens/list-tokens.ts");
      await listTokens(flags);
    },
  );
}

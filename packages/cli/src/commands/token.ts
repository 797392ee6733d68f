import { type Command, Option } from "commander";
import type { JsonFlag } from "../terminal/print.ts";
import type { CreateFlags, RevokeFlags } from "../tokens/manage-tokens.ts";
import { addCommand } from "./command.ts";
import { parseDuration } from "./options.ts";

const roles: readonly CreateFlags["role"][] = ["admin", "editor", "runner"];

/** `keyfold token …` */
export function addToken(program: Command): void {
  const token = program.command("token").description("the tokens of people and services");

  addCommand(token, "create", "create a token for a person or a service; it is shown only once", [
    "keyfold token create --role editor --name ada",
    "keyfold token create --role runner --name nightly --ttl 90d",
  ])
    .addOption(
      new Option("--role <role>", "admin: everything but values; editor: sets secrets; runner: opens runs")
        .choices(roles)
        .makeOptionMandatory(),
    )
    .requiredOption("--name <name>", "its owner's name in the audit log")
    .option("--ttl <time>", "its lifetime: 90s, 15m, 12h, 30d; without this, until it is revoked", parseDuration)
    .action(async (flags: CreateFlags) => {
      const { createToken } = await import("../tokens/manage-tokens.ts");
      await createToken(flags);
    });

  addCommand(token, "list", "list the team's tokens: whose they are, never the tokens", ["keyfold token list"]).action(
    async (flags: JsonFlag) => {
      const { listTokens } = await import("../tokens/manage-tokens.ts");
      await listTokens(flags);
    },
  );

  addCommand(token, "revoke <id>", "revoke a token at once, for good", [
    "keyfold token list",
    "keyfold token revoke 0198b0c2-7a54-4c7e-9d5f-1f1c8a3f2b10",
  ])
    .option("-y, --yes", "do not ask for confirmation")
    .action(async (id: string, flags: RevokeFlags) => {
      const { revokeToken } = await import("../tokens/manage-tokens.ts");
      await revokeToken(id, flags);
    });
}

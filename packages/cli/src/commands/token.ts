import { type Command, Option } from "commander";
import { roles } from "../server/grants.ts";
import { addServerCommand, lazy, notes } from "./command.ts";
import { collect, parseDuration } from "./options.ts";

/** `keyfold token …` */
export function addToken(program: Command): void {
  const token = program.command("token").description("the tokens of people and services");

  addServerCommand(token, "create", "create a token for a person or a service; it is shown only once", [
    "keyfold token create --role editor --name ada",
    "keyfold token create --name bo --grant 'editor:prod/orders/*' --grant 'runner:dev/*' --ttl 90d",
    "keyfold token create --name nightly --role runner --names 'dev/*' --run-ttl 15m",
    'keyfold token create --name agents --use "stripe key@api.stripe.com GET,POST /v1/charges" --run-ttl 8h',
  ])
    .requiredOption("--name <name>", "its owner's name in the audit log")
    .option("--grant <grant>", "a role, and after a colon names and folders between commas; can be repeated", collect)
    .option(
      "--use <name@host>",
      'a grant of runner whose runs only use secrets: "a@api.example.com GET,POST /v1"; can be repeated',
      collect,
    )
    .addOption(new Option("--role <role>", "the role of its only grant").choices(roles))
    .option("--names <names>", "with --role editor or runner: names and folders, between commas; without this, all")
    .option("--run-ttl <time>", "with --role runner or --use: how long each of its runs lives at most", parseDuration)
    .option("--ttl <time>", "its lifetime: 90s, 15m, 12h, 30d; without this, until it is revoked", parseDuration)
    .addHelpText(
      "after",
      notes(`admin     manages tokens, teams and runs, sets secrets, reads the audit log; opens no run
editor    sets, removes and lists secrets
runner    opens runs that read secrets, and lists and ends those
auditor   reads the audit log and lists

A folder is written prod/orders/*, and \\, is a comma in a name. Only an admin who has a grant of runner can give one, within its own.`),
    )
    .action(lazy(async () => (await import("../tokens/manage-tokens.ts")).createToken));

  addServerCommand(
    token,
    "list",
    "list the team's tokens: whose they are, what they may do, who made them; never the tokens",
    ["keyfold token list"],
  )
    .alias("ls")
    .action(lazy(async () => (await import("../tokens/manage-tokens.ts")).listTokens));

  addServerCommand(token, "revoke <id>", "revoke a token at once, for good, and end the runs that it opened", [
    "keyfold token list",
    "keyfold token revoke 0198b0c2-7a54-4c7e-9d5f-1f1c8a3f2b10",
  ])
    .alias("rm")
    .option("-y, --yes", "do not ask for confirmation")
    .action(lazy(async () => (await import("../tokens/manage-tokens.ts")).revokeToken));
}

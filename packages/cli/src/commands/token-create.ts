import { type Command, Option } from "commander";
import { duration } from "../terminal/duration.ts";
import { command, type JsonFlag } from "./command.ts";

const roles = ["admin", "editor", "runner"] as const;

/** What `token create` was given. */
export interface TokenCreateFlags extends JsonFlag {
  role: (typeof roles)[number];
  name: string;
  /** In seconds. */
  ttl?: number;
}

/** `keyfold token create --role ROLE --name NAME` */
export function addTokenCreate(token: Command): void {
  command(token, "create", "make a token for a person or a service, and show it, this once", [
    "keyfold token create --role editor --name ada",
    "keyfold token create --role runner --name nightly --ttl 90d",
  ])
    .addOption(
      new Option("--role <role>", "admin: everything but values; editor: sets secrets; runner: opens runs")
        .choices(roles)
        .makeOptionMandatory(),
    )
    .requiredOption("--name <name>", "what the audit log calls its owner")
    .option("--ttl <time>", "how long it lives: 90s, 15m, 12h, 30d; until it is revoked unless given", duration)
    .action(async (flags: TokenCreateFlags) => {
      const { createToken } = await import("../tokens/create-token.ts");
      await createToken(flags);
    });
}

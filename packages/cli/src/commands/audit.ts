import { type Command, Option } from "commander";
import { addServerCommand, lazy } from "./command.ts";
import { parseCount, parseSince } from "./options.ts";

/** `keyfold audit` */
export function addAudit(program: Command): void {
  addServerCommand(program, "audit", "show the team's audit log, newest first", [
    "keyfold audit",
    "keyfold audit --outcome refused --since 1d",
    `keyfold audit --subject "prod/orders/db url" --since 7d`,
    "keyfold audit --label nightly --action secret.read --json",
  ])
    .option("--action <action>", "for example secret.read, secret.set, run.open, token.create")
    .option("--actor <name>", "the name of a token, or run: and a run's id")
    .option("--subject <name>", "the name of a secret, or the id of a run or token")
    .option("--label <label>", "the label of a run")
    .option("--address <address>", "the address that the request came from")
    .addOption(new Option("--outcome <outcome>", "whether it was allowed").choices(["allowed", "refused"]))
    .option(
      "--since <time>",
      "from this instant on: 2026-01-31, 2026-01-31T08:00Z, or 90s, 15m, 12h, 7d ago",
      parseSince,
    )
    .option("--until <time>", "before this instant, written the same", parseSince)
    .option("--wide", "show every column, with ids, however wide the table becomes")
    .option("--limit <rows>", "the maximum number of rows", parseCount, 100)
    .action(lazy(async () => (await import("../audit/show-audit.ts")).showAudit));
}

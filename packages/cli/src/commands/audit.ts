import { type Command, Option } from "commander";
import { since } from "../terminal/since.ts";
import { wholeNumber } from "../terminal/whole-number.ts";
import { command, type JsonFlag } from "./command.ts";

/** What `audit` was given. */
export interface AuditFlags extends JsonFlag {
  action?: string;
  actor?: string;
  subject?: string;
  outcome?: "allowed" | "refused";
  /** ISO 8601. */
  since?: string;
  limit: number;
}

/** `keyfold audit` */
export function addAudit(program: Command): void {
  command(program, "audit", "show the team's audit log, newest first", [
    "keyfold audit",
    "keyfold audit --outcome refused --since 1d",
    `keyfold audit --action secret.read --subject "stripe key" --json`,
  ])
    .option("--action <action>", "for example secret.read, secret.set, run.open, token.create")
    .option("--actor <name>", "the name of a token, or run: and a run's id")
    .option("--subject <name>", "the name of a secret, or the id of a run or token")
    .addOption(new Option("--outcome <outcome>", "how it was answered").choices(["allowed", "refused"]))
    .option(
      "--since <time>",
      "at this instant or later: 2026-01-31, 2026-01-31T08:00Z, or 90s, 15m, 12h, 7d ago",
      since,
    )
    .option("--limit <rows>", "how many rows at the most", wholeNumber, 100)
    .action(async (flags: AuditFlags) => {
      const { showAudit } = await import("../audit/show-audit.ts");
      await showAudit(flags);
    });
}

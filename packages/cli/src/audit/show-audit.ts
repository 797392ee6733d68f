import type { AuditFlags } from "../commands/audit.ts";
import { connect } from "../server/connect.ts";
import { instant } from "../terminal/instant.ts";
import { answer } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";
import { readAudit } from "./read-audit.ts";

/** Shows the team's audit log, the newest row first. */
export async function showAudit({ json, limit, ...where }: AuditFlags): Promise<void> {
  const { client } = await connect();
  const events = await readAudit(client, where, limit);
  answer(json, events, () =>
    table(
      ["AT", "ACTION", "SUBJECT", "ACTOR", "OUTCOME", "CODE"],
      events.map(({ at, action, subject, actor, outcome, code }) => [
        instant(at),
        action,
        subject ?? "",
        actor,
        outcome,
        code ?? "",
      ]),
      "There are no such rows.",
    ),
  );
}

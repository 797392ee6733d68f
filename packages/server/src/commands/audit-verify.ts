import type { Command } from "commander";
import { type AuditReport, verifyAudit } from "../audit/verify-audit.ts";
import { openInstance } from "../instance/open-instance.ts";
import { ServerError } from "../server-error.ts";
import { addInstanceOptions, readInstance, type SettingsFlags } from "./settings-options.ts";

interface VerifyFlags extends SettingsFlags {
  head?: string;
  json?: boolean;
}

const headForm = /^[0-9a-fA-F]{64}$/;

/** `keyfold-server audit verify`: checks the audit log, also while a server writes to it. */
export function addAuditVerify(program: Command, print: (line: string) => void): void {
  const command = program
    .command("audit")
    .description("the audit log")
    .command("verify")
    .description("check every row of the audit log, and name the first that was edited, removed or moved");
  addInstanceOptions(command)
    .option("--head <hash>", "the head that an earlier verify printed: shows whether the log's end was cut off")
    .option("--json", "print one line of JSON")
    .action(async ({ head, json, ...instance }: VerifyFlags) => {
      if (head !== undefined && !headForm.test(head)) {
        throw new ServerError(
          "SETTINGS_INVALID",
          "--head is not a head.",
          "Give the 64 hex digits that verify printed.",
        );
      }
      const { database, auditKey } = await openInstance(readInstance(instance));
      const report = await verifyAudit(database.reader, auditKey, head).finally(() => database.close());
      print(json ? JSON.stringify(report) : inWords(report));
      if (!report.ok) throw auditBroken(report);
    });
}

function inWords({ ok, rows, head }: AuditReport): string {
  return ok ? `The audit log is whole: ${rows} rows.\nhead: ${head}` : `Rows 1 to ${rows} are good.`;
}

function auditBroken({ problem }: AuditReport): ServerError {
  const message = `The audit log is broken. ${problem?.message ?? ""}`;
  return new ServerError("AUDIT_BROKEN", message, "Keep a copy of the data folder as evidence, and restore a backup.");
}

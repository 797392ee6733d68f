import type { Command } from "commander";
import { type InstanceReport, verifyInstance } from "../audit/verify-instance.ts";
import { acceptAuditHead } from "../instance/accept-head.ts";
import { auditHeadOf } from "../instance/data-folder.ts";
import { openInstance } from "../instance/open-instance.ts";
import { ServerError } from "../server-error.ts";
import { addInstanceOptions, readInstance, type SettingsFlags } from "./settings-options.ts";

interface VerifyFlags extends SettingsFlags {
  head?: string;
  archive?: string[];
  json?: boolean;
}

const headForm = /^[0-9a-fA-F]{64}$/;

/** `keyfold-server audit`: what can be done about the audit log. */
export function addAudit(program: Command, print: (line: string) => void): void {
  const audit = program.command("audit").description("the audit log");
  addAuditVerify(audit, print);
  addAuditAcceptHead(audit, print);
}

/** `keyfold-server audit verify`: checks the audit log, also while a server writes to it. */
function addAuditVerify(audit: Command, print: (line: string) => void): void {
  const command = audit
    .command("verify")
    .description(
      "check every row of the audit log, and what the database says of tokens, runs, teams and secrets against it",
    );
  addInstanceOptions(command)
    .option(
      "--head <hash>",
      "the head that an earlier verify printed, or a mac of the stream: shows whether the log's end was cut off",
    )
    .option(
      "--archive <file...>",
      "files with rows that were archived, or with all of the stream: they are checked first, and the log from there on",
    )
    .option("--json", "print one line of JSON")
    .action(async ({ head, archive, json, ...instance }: VerifyFlags) => {
      if (head !== undefined && !headForm.test(head)) {
        throw new ServerError(
          "SETTINGS_INVALID",
          "--head is not a head.",
          "Give the 64 hex digits that verify printed, or those of `mac` in a line of the stream.",
        );
      }
      const settings = readInstance(instance);
      const opened = await openInstance(settings, "unchecked");
      const outside = auditHeadOf(settings, opened.auditKey);
      try {
        // Without one that was given, the log must hold what the file outside of the database names.
        const known = head ?? (await outside?.read())?.mac.toString("hex");
        const report = await verifyInstance(opened, known, archive);
        print(json ? JSON.stringify(report) : inWords(report));
        if (!report.ok) throw auditBroken(report);
        await outside?.check(opened.database.reader);
      } finally {
        await opened.database.close();
      }
    });
}

/** `keyfold-server audit accept-head`: after a restore, takes the log's end for what it is. */
function addAuditAcceptHead(audit: Command, print: (line: string) => void): void {
  const command = audit
    .command("accept-head")
    .description("take the audit log's end as it is now: after a restore, or where a server is new");
  addInstanceOptions(command).action(async (instance: SettingsFlags) => {
    const rows = await acceptAuditHead(readInstance(instance));
    print(`The audit log's ${rows} rows were checked, and its end was accepted.`);
  });
}

function inWords({ rows, head, problem, archived, differences = [], unknownTokens = 0 }: InstanceReport): string {
  if (problem !== undefined) return `Rows ${(archived ?? 0) + 1} to ${rows} are good.`;
  const lines = [`The audit log is whole: ${rows} rows.`, `head: ${head}`];
  if (archived !== undefined) {
    lines.push(
      `Rows 1 to ${archived} were archived, so they were not checked, nor was the database compared with the log.`,
    );
    lines.push("Give the archive with --archive to do both.");
  }
  for (const { kind, subject, message } of differences) lines.push(`The ${kind} ${subject} ${message}.`);
  if (unknownTokens > 0) {
    lines.push(`Of ${unknownTokens} tokens the log can't say who made them: they are older than its rows about that.`);
  }
  return lines.join("\n");
}

function auditBroken({ problem }: InstanceReport): ServerError {
  const message =
    problem === undefined
      ? "The database was changed without the server: it differs from the audit log."
      : `The audit log is broken. ${problem.message}`;
  return new ServerError("AUDIT_BROKEN", message, "Keep a copy of the data folder as evidence, and restore a backup.");
}

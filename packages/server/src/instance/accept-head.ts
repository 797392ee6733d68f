import { commandEntry } from "../audit/audit-entry.ts";
import { verifyAudit } from "../audit/verify-audit.ts";
import { ServerError } from "../server-error.ts";
import type { InstanceSettings } from "../settings/settings.ts";
import { recordCommand } from "./command-record.ts";
import { auditHeadOf } from "./data-folder.ts";
import { openInstance } from "./open-instance.ts";

/**
 * Takes the end that the audit log has now for its end: after a restore, or where a server is new. The rows that are there are
 * checked first, and that it was done is recorded. Gives how many rows there are.
 *
 * @throws ServerError what `openInstance` throws, `AUDIT_BROKEN` for rows that are wrong, `SETTINGS_INVALID` where the settings
 *   have no file for it, or `FILE_NOT_WRITTEN`.
 */
export async function acceptAuditHead(settings: InstanceSettings): Promise<number> {
  const instance = await openInstance(settings, "unchecked");
  const { database, auditKey } = instance;
  try {
    const head = auditHeadOf(settings, auditKey);
    if (head === undefined) {
      throw new ServerError("SETTINGS_INVALID", "There is no file for it.", "Set server.audit_head to a file.");
    }
    const { ok, rows, problem } = await verifyAudit(database, auditKey);
    if (!ok) {
      const tip = "Keep a copy of everything as evidence, and restore a backup.";
      throw new ServerError("AUDIT_BROKEN", `The audit log is broken. ${problem?.message ?? ""}`, tip);
    }
    const before = await head.read().catch(() => undefined);
    const entry = commandEntry("accept-head", "audit.accept", Date.now());
    await recordCommand(
      settings,
      instance,
      { ...entry, detail: { rows, before: before?.seq ?? null } },
      async () => {},
    );
    await head.accept(database);
    return rows + 1;
  } finally {
    await database.close();
  }
}

import type { AuditEntry } from "../audit/audit-entry.ts";
import { commandChain } from "../audit/command-chain.ts";
import type { Transaction } from "../database/database.ts";
import type { InstanceSettings } from "../settings/settings.ts";
import { auditHeadOf } from "./audit-head-file.ts";
import type { OpenInstance } from "./open-instance.ts";

/** Does what a command changes, in one transaction with its row in the audit log. */
export async function recordCommand<T>(
  settings: InstanceSettings,
  { database, auditKey }: OpenInstance,
  entry: AuditEntry,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  // A file that can't be written now stays behind, and is right.
  const head = auditHeadOf(settings, auditKey);
  const chain = commandChain(auditKey, settings.auditStream, (rows) => head?.note(rows));
  const { result, committed } = await database.transaction(async (transaction) => ({
    result: await work(transaction),
    committed: await chain.append(transaction, [entry]),
  }));
  committed();
  await head?.close();
  return result;
}

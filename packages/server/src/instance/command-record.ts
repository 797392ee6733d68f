import type { KeyObject } from "node:crypto";
import { AuditChain } from "../audit/audit-chain.ts";
import type { AuditEntry } from "../audit/audit-entry.ts";
import { type AuditRow, streamLines } from "../audit/audit-row.ts";
import { openAuditStream } from "../audit/audit-stream.ts";
import { EventIds } from "../audit/event-ids.ts";
import type { Database, Transaction } from "../database/database.ts";
import type { InstanceSettings } from "../settings/settings.ts";
import { auditHeadOf } from "./data-folder.ts";

/**
 * The chain for what a command records: in the log, and in the stream if that is a file. The standard output of a command
 * is not the server's: what it prints there is for whoever typed it.
 *
 * @param target - the setting `auditStream`.
 * @param after - gets the rows once they are committed.
 */
export function commandChain(
  auditKey: KeyObject,
  target: string | undefined,
  after?: (rows: readonly AuditRow[]) => void,
): AuditChain {
  if (target === undefined || target === "stdout") return new AuditChain(auditKey, { after });
  const ids = new EventIds(auditKey);
  const before = async (rows: readonly AuditRow[]): Promise<void> => {
    const stream = await openAuditStream(target, () => {});
    await stream?.write(streamLines(rows, ids));
    await stream?.reopen();
  };
  return new AuditChain(auditKey, { before, after });
}

/** Does what a command changes, in one transaction with its row in the audit log. */
export async function recordCommand<T>(
  settings: InstanceSettings,
  { database, auditKey }: { readonly database: Database; readonly auditKey: KeyObject },
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

import type { KeyObject } from "node:crypto";
import { AuditChain } from "./audit-chain.ts";
import { type AuditRow, streamLines } from "./audit-row.ts";
import { openAuditStream } from "./audit-stream.ts";
import { EventIds } from "./event-ids.ts";

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

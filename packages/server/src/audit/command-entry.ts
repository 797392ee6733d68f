import { type AuditEntry, allowedEntry } from "./audit-entry.ts";

/** What a command of `keyfold-server` records: it belongs to no team, and whoever may run it may do anything. */
export function commandEntry(command: string, action: string, at: number): AuditEntry {
  const call = { teamId: null, requestId: command, actor: command, actorId: null, action, subject: null };
  return allowedEntry(call, at);
}

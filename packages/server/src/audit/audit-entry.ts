import type { AuditOutcome } from "../generated/resolvers.ts";

/** What is asked, and by whom: the part of an audit row that is known before the answer. */
export interface AuditCall {
  readonly teamId: string | null;
  readonly requestId: string;
  readonly actor: string;
  readonly actorId: string | null;
  /** For example `secret.read`. */
  readonly action: string;
  readonly subject: string | null;
}

/** An audit row before it has its place in the chain. */
export interface AuditEntry extends AuditCall {
  readonly at: number;
  readonly outcome: AuditOutcome;
  /** Why it was refused. */
  readonly code: string | null;
}

export function allowedEntry(call: AuditCall, at: number): AuditEntry {
  return { ...call, at, outcome: "allowed", code: null };
}

export function refusedEntry(call: AuditCall, at: number, code: string): AuditEntry {
  return { ...call, at, outcome: "refused", code };
}

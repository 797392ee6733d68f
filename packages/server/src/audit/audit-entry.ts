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
  /** The label of the run that asks. */
  readonly label?: string | null;
  /** Where the request came from. */
  readonly address?: string | null;
  /** The client's program, as it says. */
  readonly agent?: string | null;
  /** The name as it was asked for, where the subject is the full name that it was found as. */
  readonly asked?: string | null;
  /** The version of a secret that was set, rolled back to or read. */
  readonly version?: number | null;
  /** What else belongs to the action, for example the grants of a token that was made. */
  readonly detail?: object | null;
}

/** An audit row before it has its place in the chain. */
export interface AuditEntry extends AuditCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly outcome: AuditOutcome;
  /** Why it was refused. */
  readonly code: string | null;
}

/** The same calls, about something that is known only now: what they make. */
export function about(subject: string, calls: readonly AuditCall[]): AuditCall[] {
  return calls.map((call) => ({ ...call, subject }));
}

/** The same calls, with what else belongs to the action. */
export function withDetail(calls: readonly AuditCall[], detail: object): AuditCall[] {
  return calls.map((call) => ({ ...call, detail: { ...call.detail, ...detail } }));
}

/** The row of a call that was allowed. */
export function allowedEntry(call: AuditCall, at: number): AuditEntry {
  return { ...call, at, outcome: "allowed", code: null };
}

/** The row of a call that was refused, with the code of its error. */
export function refusedEntry(call: AuditCall, at: number, code: string): AuditEntry {
  return { ...call, at, outcome: "refused", code };
}

/** The row of a command of `keyfold-server`: it belongs to no team, and whoever may run it may do anything. */
export function commandEntry(command: string, action: string, at: number): AuditEntry {
  const call = { teamId: null, requestId: command, actor: command, actorId: null, action, subject: null };
  return allowedEntry(call, at);
}

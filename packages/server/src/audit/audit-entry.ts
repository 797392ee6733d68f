import type { Caller, IdentityCaller, RefusedCaller, TrustCaller } from "../access/caller.ts";
import type { AuditOutcome } from "../generated/resolvers.ts";

/** Where a request came from. */
export interface RequestOrigin {
  readonly requestId: string;
  /** The client's address: the connection's, or what a trusted proxy tells. */
  readonly address: string;
  /** The client's program, as its `user-agent` says; null: it says nothing. */
  readonly agent: string | null;
}

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
  readonly detail?: Readonly<Record<string, unknown>> | null | undefined;
  /** Which secret's value is given out: it counts as read. It is no part of the row. */
  readonly secretId?: string;
}

/** An audit row before it has its place in the chain. */
export interface AuditEntry extends AuditCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly outcome: AuditOutcome;
  /** Why it was refused. */
  readonly code: string | null;
}

/** What a caller asks for. What a run asks for has its label, and in `detail` who opened it; what a session does, its id. */
export function callOf(
  caller: Caller | IdentityCaller | TrustCaller | RefusedCaller,
  { requestId, address, agent }: RequestOrigin,
  action: string,
  subject: string | null,
): AuditCall {
  const { teamId, actor, id: actorId } = caller;
  const call = { teamId, requestId, actor, actorId, action, subject, address, agent };
  if (caller.kind === "session") return { ...call, detail: { session: caller.sessionId } };
  if (caller.kind === "refused") return { ...call, detail: caller.detail };
  if (caller.kind === "trust") return { ...call, detail: { trust: caller.trust, claims: caller.claims } };
  if (caller.kind !== "run") return call;
  const { label, openedBy, openedById } = caller;
  return { ...call, label, detail: { openedBy, openedById } };
}

/** The same calls, with what is known of them only when they are done. */
export function withKnown(
  calls: readonly AuditCall[],
  known: Partial<Pick<AuditCall, "subject" | "label" | "asked" | "version" | "detail">>,
): AuditCall[] {
  return calls.map((call) => ({
    ...call,
    ...known,
    detail: known.detail ? { ...call.detail, ...known.detail } : call.detail,
  }));
}

/** An instant as `detail` has it: ISO 8601; null for none. */
export function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
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

import type { Caller, RefusedCaller } from "../access/caller.ts";
import type { AuditCall } from "../audit/audit-entry.ts";
import type { ResponseBudget } from "../budgets/response-budget.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Span } from "../telemetry/span.ts";

/** What a resolver of Query or Mutation gets: its caller was let through already. */
export interface RequestContext {
  readonly server: ServerParts;
  readonly caller: Caller;
  /** How the audit log will call this field's use: a row for each name that it is about. */
  readonly calls: readonly AuditCall[];
  /** How much this request's response holds already. */
  readonly answer: ResponseBudget;
}

/** What comes with a request, before anyone was let through to anything. */
export interface UnguardedContext {
  readonly server: ServerParts;
  readonly requestId: string;
  /** Who is calling, or who was refused. */
  readonly caller: Caller | RefusedCaller;
  readonly answer: ResponseBudget;
  /** The request in its trace. */
  readonly span: Span;
  /** Counts one more use of an unknown token by the request's sender. Throws `RATE_LIMITED` for one too many. */
  readonly countUnknownToken: () => void;
  /** How many fields of Query and Mutation the guard has seen in this request. */
  fields: number;
}

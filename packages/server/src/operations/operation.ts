import type { Caller, IdentityCaller, RunCaller, TeamCaller, TrustCaller } from "../access/caller.ts";
import type { Use } from "../access/grants.ts";
import type { AuditCall, RequestOrigin } from "../audit/audit-entry.ts";
import type { RequestTime } from "../budgets/request-time.ts";
import type { ResponseBudget } from "../budgets/response-budget.ts";
import type { MutationResolvers, QueryResolvers } from "../generated/resolvers.ts";
import type { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Span } from "../telemetry/tracing.ts";
import type { RequestLists } from "./lists.ts";

/** What comes with a request of a known caller. */
export interface RequestContext {
  readonly server: ServerParts;
  readonly origin: RequestOrigin;
  /** Who is calling. */
  readonly caller: Caller | IdentityCaller;
  /** How much this request's response holds already. */
  readonly budget: ResponseBudget;
  /** Reads this request's lists. */
  readonly lists: RequestLists;
  /** What this request takes of the event loop: charged after each wait. */
  readonly time: RequestTime;
  /** The request in its trace. */
  readonly span: Span;
  /** Rows of the audit log that this request has had. */
  auditRows: number;
  /** Whether its caller turned out to be over, and the log has that. */
  callerIsOver: boolean;
}

/** What an operation works with, beside its caller. */
export interface OperationContext extends Pick<RequestContext, "server" | "budget" | "lists" | "time"> {
  /** What the audit log will record of this use: a row for each name that it is about. */
  readonly calls: readonly AuditCall[];
}

/** A name that a run asks for, and where it is looked for: the full names that it may read, in order. */
export type AskedName =
  | { readonly asked: string; readonly names: readonly string[] }
  | { readonly asked: string; readonly refused: ServerError };

/** What an operation for runs works with. */
export interface RunContext extends OperationContext {
  readonly run: RunCaller;
  /** Its subjects, where they are names of secrets. */
  readonly names: readonly AskedName[];
}

interface Declaration<For, Context extends OperationContext, Args, Result> {
  /**
   * Who may call it, as a field's `@allow` must agree with: a live run, tokens of the roles that it names, either of them, or
   * for an opener tokens of roles and the signed tokens of issuers.
   */
  readonly for: For;
  /** What the audit log calls it, for example `secret.set`. What ends in `.list` is recorded once an hour for each caller. */
  readonly action: string;
  /** The names or ids that it is about, a row of the audit log each. Absent: one row without. */
  readonly subjects?: (args: Args) => readonly string[];
  /**
   * The role whose grants must cover the subjects, which then are the names of secrets: the guard checks each. Absent: the
   * subjects are no secrets, or their names are no more than asked about.
   */
  readonly names?: "editor" | "runner";
  /** Whether its commit looks at a token or run that asks, so that no more than what is remembered of it is needed before. */
  readonly checkedInCommit?: true;
  /**
   * The request that a subject is used in instead of being read: what the run may use decides then, and the log has the request.
   *
   * @throws ServerError `BAD_INPUT` for one that can't be.
   */
  readonly use?: (args: Args) => Use;
  /** For an opener: the trust that a signed token means; null: the only one that fits. */
  readonly trust?: (args: Args) => string | null;
  /** Whether somebody in the console must have signed in just now: what makes credentials. */
  readonly recentSignIn?: true;
  /** Does it, for a caller that may. */
  readonly run: (context: Context, args: Args) => Result | Promise<Result>;
}

/** All that the server knows of a field of Query or Mutation, but the roles in its `@allow`. */
export type Operation<Args = never, Result = unknown> =
  | Declaration<"run", RunContext, Args, Result>
  | Declaration<"token", OperationContext & { readonly token: TeamCaller }, Args, Result>
  | Declaration<"opener", OperationContext & { readonly opener: TeamCaller | TrustCaller }, Args, Result>
  | Declaration<"any", OperationContext & { readonly caller: Caller }, Args, Result>;

type FieldResolvers = QueryResolvers & MutationResolvers;
type ResolverOf<Field extends keyof FieldResolvers> = Extract<FieldResolvers[Field], (...args: never[]) => unknown>;

/** The operations of some fields of schema.graphql, with their arguments and results. */
export type Operations<Fields extends keyof FieldResolvers = keyof FieldResolvers> = {
  readonly [Field in Fields]: Operation<Parameters<ResolverOf<Field>>[1], Awaited<ReturnType<ResolverOf<Field>>>>;
};

/** Fields beside those of schema.graphql. */
export interface SchemaExtension {
  /** `extend type Query { … }` with an `@allow` on each field, and the types that they need. */
  readonly text: string;
  /** By field. */
  readonly operations: Readonly<Record<string, Operation>>;
}

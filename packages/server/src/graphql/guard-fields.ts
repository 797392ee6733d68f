import type { GraphQLFieldResolver, GraphQLSchema } from "graphql";
import { readAllowDirectives } from "../access/read-allow-directives.ts";
import { requireRole } from "../access/require-role.ts";
import { type AuditCall, refusedEntry } from "../audit/audit-entry.ts";
import type { Caller as CallerName } from "../generated/resolvers.ts";
import { ServerError, type ServerErrorCode } from "../server-error.ts";
import { type CallDescription, describeCall } from "./describe-call.ts";
import type { RequestContext, UnguardedContext } from "./request-context.ts";

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;
type GuardedResolver = GraphQLFieldResolver<unknown, UnguardedContext>;

/**
 * Puts a guard before the resolver of each field of Query and Mutation: the field's `@allow` is enforced, and whatever
 * is refused leaves a row in the audit log, as `described` calls it. Run once, when the schema is loaded.
 */
export function guardFields(schema: GraphQLSchema, described: Readonly<Record<string, CallDescription>>): void {
  const allowed = readAllowDirectives(schema);
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const who = allowed.get(`${type?.name}.${field.name}`) ?? new Set();
      const resolve = field.resolve as Resolver | undefined;
      if (resolve === undefined) throw new Error(`${type?.name}.${field.name} has no resolver.`);
      const description = described[field.name];
      if (description === undefined) throw new Error(`The audit log has no name for ${type?.name}.${field.name}.`);
      field.resolve = guarded(field.name, description, who, resolve) as NonNullable<typeof field.resolve>;
    }
  }
}

function guarded(
  field: string,
  description: CallDescription,
  allowed: ReadonlySet<CallerName>,
  resolve: Resolver,
): GuardedResolver {
  return watched(field, async (source, args, context, info) => {
    const { server } = context;
    countField(context);
    const calls = callsOf(description, args, context);
    try {
      const caller = requireRole(allowed, context.caller, field);
      const result = await resolve(source, args, { server, caller, calls, answer: context.answer }, info);
      if (Array.isArray(result)) context.answer.addRows(result.length);
      return result;
    } catch (error) {
      await recordRefusal(context, calls, error);
      throw error;
    }
  });
}

/** Counts and traces a field's use; neither is told what it was about. */
function watched(field: string, resolve: GuardedResolver): GuardedResolver {
  return async (source, args, context, info) => {
    const started = performance.now();
    const span = context.span.child(field);
    let code = "ok";
    try {
      return await resolve(source, args, context, info);
    } catch (error) {
      code = codeOf(error);
      throw error;
    } finally {
      context.server.metrics.countOperation(field, code, (performance.now() - started) / 1000);
      span.end(code);
    }
  };
}

function codeOf(error: unknown): ServerErrorCode {
  return error instanceof ServerError ? error.code : "INTERNAL";
}

/** Throws `RATE_LIMITED` for one field too many of an unknown token. The route has counted the request: its first field. */
function countField(context: UnguardedContext): void {
  context.fields += 1;
  if (context.caller.id === null && context.fields > 1) context.countUnknownToken();
}

function callsOf(
  description: CallDescription,
  args: object,
  { caller, server, requestId }: UnguardedContext,
): AuditCall[] {
  const { teamId, actor, id: actorId } = caller;
  // Who holds no token must not fill the log: a list of names has one row.
  const max = actorId === null ? 1 : server.limits.batch;
  const { action, subjects } = describeCall(description, args, max);
  return subjects.map((subject) => ({ teamId, actor, actorId, requestId, action, subject }));
}

async function recordRefusal({ server }: UnguardedContext, calls: readonly AuditCall[], error: unknown): Promise<void> {
  const code = codeOf(error);
  // There is no log to write the refusal to.
  if (code === "AUDIT_UNAVAILABLE") return;
  const now = server.clock();
  await server.recorder.append(calls.map((call) => refusedEntry(call, now, code)));
}

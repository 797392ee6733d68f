import { type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema, getDirectiveValues } from "graphql";
import {
  type Caller,
  checkMayEdit,
  type IdentityCaller,
  type RunCaller,
  readableNames,
  type TrustCaller,
  usableNames,
} from "../access/caller.ts";
import { fullNames } from "../access/folders.ts";
import type { Use } from "../access/grants.ts";
import { overCodes } from "../access/live.ts";
import { checkSignedInRecently } from "../access/sessions.ts";
import { type AuditCall, type AuditEntry, callOf, refusedEntry, withKnown } from "../audit/audit-entry.ts";
import type { Caller as CallerName } from "../generated/resolvers.ts";
import { checkBatch, checkName } from "../input/names.ts";
import type { AskedName, Operation, OperationContext, RequestContext } from "../operations/operation.ts";
import { codeToRecord, ServerError, type ServerErrorCode } from "../server-error.ts";
import type { Limits } from "../settings/limits.ts";
import { chooseTrust } from "../trusts/identities.ts";
import { IdentityRefused } from "../trusts/refused.ts";

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;

/**
 * Has each field of Query and Mutation resolved by its operation, behind a guard: it enforces the field's `@allow` and what
 * the caller's grants cover, narrows the caller for the operation, counts and traces the use, and records what is refused.
 * Run once, when the schema is loaded.
 *
 * @throws Error for a field without an operation, and for one whose `@allow` names others than its operation is for.
 */
export function guardFields(schema: GraphQLSchema, operations: Readonly<Record<string, Operation>>): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const operation = operations[field.name];
      if (operation === undefined) throw new Error(`${type?.name}.${field.name} has no operation.`);
      const allowed = readAllow(schema, field);
      // Without `@allow` it is refused to everyone.
      if (allowed.size > 0 && !agrees(allowed, operation)) {
        throw new Error(`${type?.name}.${field.name} allows others than its operation is for: ${operation.for}.`);
      }
      field.resolve = instrumented(field.name, guarded(allowed, operation));
      field.extensions = { ...field.extensions, checkedInCommit: operation.checkedInCommit === true };
    }
  }
}

/** Who may use a field, as its `@allow` says; nobody where it says nothing. */
function readAllow(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): ReadonlySet<CallerName> {
  const directive = schema.getDirective("allow");
  const values = directive && field.astNode ? getDirectiveValues(directive, field.astNode) : undefined;
  return new Set((values?.to ?? []) as CallerName[]);
}

/** Whether all that a field's `@allow` names are of the kind that its operation is for. */
function agrees(allowed: ReadonlySet<CallerName>, { for: kind }: Operation): boolean {
  const [ofRun, ofIdentity] = [allowed.has("run"), allowed.has("identity")];
  const roles = allowed.size - Number(ofRun) - Number(ofIdentity);
  if (ofIdentity !== (kind === "opener")) return false;
  return ofRun === (kind === "run" || kind === "any") && roles > 0 === (kind !== "run");
}

/** Counts and traces a field's use, without names or values. */
function instrumented(field: string, resolve: Resolver): Resolver {
  return async (source, args, context, info) => {
    const started = performance.now();
    const span = context.span.child(field);
    let code = "ok";
    try {
      return await resolve(source, args, context, info);
    } catch (error) {
      code = codeToRecord(error);
      throw error;
    } finally {
      context.server.metrics.countOperation(field, code, (performance.now() - started) / 1000);
      span.end(code);
    }
  };
}

function guarded(allowed: ReadonlySet<CallerName>, operation: Operation): Resolver {
  return async (_source, args, context) => {
    const chosen = chosenOf(context.caller, operation, args as never);
    const calls = callsOf(
      operation,
      args as never,
      context,
      chosen instanceof IdentityRefused ? context.caller : chosen,
    );
    const { server, budget, lists, time } = context;
    try {
      if (chosen instanceof IdentityRefused) throw chosen;
      if (context.auditRows > maxRows(context)) throw tooManyRows(maxRows(context));
      const caller = requireAllowed(allowed, chosen, operation);
      if (operation.recentSignIn && caller.kind === "session") checkSignedInRecently(caller, server.clock());
      const names = checkNames(caller, operation, args as never, server.limits);
      const result = await runFor(caller, operation, { server, calls, budget, lists, time }, names, args as never);
      if (operation.action.endsWith(".list")) for (const call of calls) await server.audit.appendHourly(call);
      return result;
    } catch (error) {
      throw await recordRefusal(context, calls, error);
    }
  };
}

/** The caller; of a signed token the trust that it means, where the operation takes one. */
function chosenOf(
  caller: Caller | IdentityCaller,
  { trust }: Operation,
  args: never,
): Caller | IdentityCaller | TrustCaller | IdentityRefused {
  if (caller.kind !== "identity" || trust === undefined) return caller;
  try {
    return chooseTrust(caller, trust(args));
  } catch (error) {
    if (error instanceof IdentityRefused) return error;
    throw error;
  }
}

/**
 * Lets a caller through to a field that names it.
 *
 * @throws ServerError `FORBIDDEN` for one that the field does not name.
 */
function requireAllowed(
  allowed: ReadonlySet<CallerName>,
  caller: Caller | IdentityCaller | TrustCaller,
  operation: Operation,
): Caller | TrustCaller {
  if (caller.kind === "identity") throw forbidden(operation.action, "identity", allowed);
  const names: readonly CallerName[] =
    caller.kind === "run" ? ["run"] : caller.kind === "trust" ? ["identity"] : caller.grants.map(({ role }) => role);
  if (!names.some((name) => allowed.has(name))) {
    throw forbidden(operation.action, caller.kind === "run" ? "run" : caller.role, allowed);
  }
  return caller;
}

/**
 * Checks the names of secrets that a use is about, before anything is looked up: a token's grants must cover each; of a
 * run's, each has its full names or its own error.
 *
 * @throws ServerError `BAD_INPUT` or `LIMIT_EXCEEDED` for names that can't be; `NAME_NOT_ALLOWED` for a token.
 */
function checkNames(
  caller: Caller | TrustCaller,
  { subjects, names: role, use }: Operation,
  args: never,
  { batch, nameCharacters }: Limits,
): AskedName[] {
  if (subjects === undefined || role === undefined) return [];
  const names = subjects(args);
  checkBatch(names, batch);
  if (caller.kind === "run")
    return names.map((name) => askedName(caller, name, nameCharacters, use && (() => use(args))));
  for (const name of names) {
    checkName(name, nameCharacters);
    if (caller.kind !== "trust") checkMayEdit(caller, name);
  }
  return [];
}

function askedName(run: RunCaller, asked: string, maxCharacters: number, use?: () => Use): AskedName {
  try {
    checkName(asked, maxCharacters);
    return { asked, names: use === undefined ? readableNames(run, asked) : usableNames(run, use()) };
  } catch (error) {
    if (error instanceof ServerError) return { asked, refused: error };
    throw error;
  }
}

/** It speaks in the words of the audit log: whoever is refused need not know the API. */
function forbidden(action: string, name: CallerName, allowed: ReadonlySet<CallerName>): ServerError {
  const tip = allowed.has("run")
    ? allowed.size === 1
      ? "Only a live run is given values: open one with `keyfold run` or `withRun`."
      : "Use a run's own token for that run, or a runner's."
    : `Use a token of the role ${
        [...allowed]
          .filter((one) => one !== "identity")
          .join(", ")
          .replace(/, (?=[^,]*$)/, " or ") || "that this server's schema names"
      }.`;
  const named: Partial<Record<CallerName, string>> = { run: "A run's token", identity: "A signed token of an issuer" };
  const who = named[name] ?? `A token of the role ${name}`;
  return new ServerError("FORBIDDEN", `${who} may not do this (${action}).`, tip);
}

/** Runs an operation with its caller narrowed to whom it is for. */
function runFor(
  caller: Caller | TrustCaller,
  operation: Operation,
  context: OperationContext,
  names: readonly AskedName[],
  args: never,
): unknown {
  if (operation.for === "opener" && caller.kind !== "run") return operation.run({ ...context, opener: caller }, args);
  if (caller.kind === "trust") throw new Error(`the guard let a trust through to an operation for ${operation.for}`);
  if (operation.for === "any") return operation.run({ ...context, caller }, args);
  if (operation.for === "run" && caller.kind === "run") return operation.run({ ...context, run: caller, names }, args);
  if (operation.for === "token" && caller.kind !== "run") return operation.run({ ...context, token: caller }, args);
  throw new Error(`the guard let a caller of the kind ${caller.kind} through to an operation for ${operation.for}`);
}

/** Characters. A subject that isn't a name that could exist is cut, so that nobody fills the log with one request. */
const maxSubject = 255;

/** The rows that a use will have. Those beyond a request's limit are none but one, which says that it was reached. */
function callsOf(
  { action, subjects, names, use }: Operation,
  args: never,
  context: RequestContext,
  caller: Caller | IdentityCaller | TrustCaller,
): AuditCall[] {
  const { origin } = context;
  const { batch } = context.server.limits;
  const max = maxRows(context);
  const common = callOf(caller, origin, action, null);
  const call = (subject: string | null): AuditCall => ({ ...common, subject });
  if (context.auditRows > max) return [];
  const about = subjects?.(args) ?? [];
  const isNamed = about.length > 0 && about.length <= batch;
  context.auditRows += isNamed ? about.length : 1;
  if (context.auditRows > max || !isNamed) return [call(null)];
  if (caller.kind !== "run" || names === undefined) return about.map((subject) => call(cut(subject)));
  const calls = about.map((asked) => {
    // Where it is looked for first, unless it is found elsewhere.
    const [first = asked] = fullNames(caller.folder, cut(asked));
    return first === asked ? call(cut(asked)) : { ...call(cut(first)), asked: cut(asked) };
  });
  return use === undefined ? calls : withKnown(calls, { detail: requestOf(() => use(args)) });
}

/** What the log has of a request; of one that can't be, nothing. */
function requestOf(use: () => Use): AuditCall["detail"] {
  try {
    const { host, methods, paths } = use();
    return { method: methods?.[0], host, path: paths?.[0] ?? null };
  } catch {
    return {};
  }
}

/** One full list of names is never too much. */
function maxRows({ server: { limits } }: RequestContext): number {
  return Math.max(limits.auditRows, limits.batch);
}

function tooManyRows(max: number): ServerError {
  const message = `One request has at most ${max} rows in the audit log.`;
  return new ServerError("LIMIT_EXCEEDED", message, "Send it in several requests.");
}

/** A character has at most two UTF-16 units; counting those of a long string could take long. */
function cut(subject: string): string {
  if (subject.length <= maxSubject) return subject;
  return [...subject.slice(0, 2 * maxSubject)].slice(0, maxSubject).join("");
}

/**
 * Records that a call was refused.
 *
 * @returns what it is refused with. A caller who is over by then learns no more than that, and their request has one row for it.
 */
async function recordRefusal(context: RequestContext, calls: readonly AuditCall[], error: unknown): Promise<unknown> {
  const code = codeToRecord(error);
  // There is no log to write the refusal to.
  if (code === "AUDIT_UNAVAILABLE" || calls.length === 0) return error;
  const { server, caller } = context;
  const entries = (some: readonly AuditCall[], why: ServerErrorCode): AuditEntry[] =>
    some.map((call) => refusedEntry(call, server.clock(), why));
  let over = error;
  if (!overCodes.has(code) || error instanceof IdentityRefused) {
    const refused = error instanceof IdentityRefused ? withKnown(calls, { detail: { ...error.detail } }) : calls;
    try {
      await server.audit.append(entries(refused, code), caller.kind === "identity" ? undefined : caller);
      return error;
    } catch (refusal) {
      // The log is in the database: that this is away says more.
      if (code === "DATABASE_UNAVAILABLE") return error;
      if (!overCodes.has(codeToRecord(refusal))) throw refusal;
      over = refusal;
    }
  }
  const isRecorded = context.callerIsOver;
  context.callerIsOver = true;
  if (!isRecorded) await server.audit.append(entries(calls.slice(0, 1), codeToRecord(over)));
  return over;
}

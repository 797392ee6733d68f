import { type GraphQLField, type GraphQLSchema, getDirectiveValues } from "graphql";
import type { Caller, RefusedCaller } from "../access/caller.ts";
import type { Caller as CallerName } from "../generated/resolvers.ts";
import type { Operation } from "../operations/operation.ts";
import { ServerError } from "../server-error.ts";

/** Who may use a field, as its `@allow` says; nobody where it says nothing. */
export function readAllow(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): ReadonlySet<CallerName> {
  const directive = schema.getDirective("allow");
  const values = directive && field.astNode ? getDirectiveValues(directive, field.astNode) : undefined;
  return new Set((values?.to ?? []) as CallerName[]);
}

/** Whether whom a field names are of the kind that its operation is for. */
export function agrees(allowed: ReadonlySet<CallerName>, { for: kind }: Operation): boolean {
  const roles = allowed.size - (allowed.has("run") ? 1 : 0);
  return allowed.has("run") === (kind !== "token") && roles > 0 === (kind !== "run");
}

/**
 * Lets a caller through to a field that names it.
 *
 * @throws ServerError its own error for a refused caller (`UNAUTHENTICATED`, `RUN_ENDED`), `FORBIDDEN` for one that the field
 *   does not name.
 */
export function requireAllowed(
  allowed: ReadonlySet<CallerName>,
  caller: Caller | RefusedCaller,
  field: string,
): Caller {
  if (caller.kind === "refused") throw caller.error;
  const name: CallerName = caller.kind === "run" ? "run" : caller.role;
  if (!allowed.has(name)) throw forbidden(field, name, allowed);
  return caller;
}

function forbidden(field: string, name: CallerName, allowed: ReadonlySet<CallerName>): ServerError {
  const tip = allowed.has("run")
    ? allowed.size === 1
      ? "Only a live run is given values: open one with `keyfold run` or `withRun`."
      : "Use a run's own token for that run, or a runner's."
    : `Use a token of the role ${[...allowed].join(" or ") || "that this server's schema names"}.`;
  const who = name === "run" ? "A run's token" : `A token of the role ${name}`;
  return new ServerError("FORBIDDEN", `${who} may not use ${field}.`, tip);
}

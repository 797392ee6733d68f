import type { Caller as CallerName } from "../generated/resolvers.ts";
import { ServerError } from "../server-error.ts";
import type { Caller, RefusedCaller, RunCaller, TeamCaller } from "./caller.ts";

/**
 * Lets a caller through to a field that names it, and throws for every other: its own error for a refused one
 * (`UNAUTHENTICATED`, `RUN_ENDED`), `FORBIDDEN` for one that the field does not name.
 */
export function requireRole(allowed: ReadonlySet<CallerName>, caller: Caller | RefusedCaller, field: string): Caller {
  if (caller.kind === "refused") throw caller.error;
  const name: CallerName = caller.kind === "run" ? "run" : caller.role;
  if (!allowed.has(name)) throw forbidden(field, name, allowed);
  return caller;
}

/** For what only a live run may do. */
export function requireRun(caller: Caller): RunCaller {
  if (caller.kind !== "run") throw forbidden("this", caller.role, new Set(["run"]));
  return caller;
}

/** For what only a person's or service's token may do. */
export function requireTeamToken(caller: Caller): TeamCaller {
  if (caller.kind !== "team") throw forbidden("this", "run", new Set(["admin"]));
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

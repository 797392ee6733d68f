import { runEnded } from "../access/authenticate.ts";
import type { ExtendRunInput, ExtendRunPayload } from "../generated/resolvers.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { checkTtl } from "./check-ttl.ts";
import { findRun } from "./find-run.ts";
import { usualTtlSeconds } from "./open-run.ts";

/**
 * Moves the end of a live run to `ttlSeconds` from now, sooner or later than it was, up to the limit on a run's whole
 * life. Throws `RUN_ENDED` for one that is over.
 */
export async function extendRun(
  context: RequestContext,
  { id, ttlSeconds }: ExtendRunInput,
): Promise<ExtendRunPayload> {
  const { clock, limits, recorder } = context.server;
  const ttl = checkTtl(ttlSeconds ?? usualTtlSeconds, limits.runTtlSeconds);
  return recorder.write(context.calls, async ({ query }) => {
    const run = await findRun(query, context.caller, id);
    const now = clock();
    if (run.ended_at !== null || run.expires_at <= now) throw runEnded();
    const expiresAt = Math.min(now + ttl * 1000, run.opened_at + limits.runLifetimeSeconds * 1000);
    await query.updateTable("run").set({ expires_at: expiresAt }).where("id", "=", id).execute();
    return { id, expiresAt };
  });
}

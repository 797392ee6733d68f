import type { EndRunInput, SuccessPayload } from "../generated/resolvers.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { findRun } from "./find-run.ts";

/** Ends a run at once: its token reads nothing more. Ending one that is over changes nothing. */
export async function endRun(context: RequestContext, { id }: EndRunInput): Promise<SuccessPayload> {
  const { clock, recorder } = context.server;
  return recorder.write(context.calls, async ({ query }) => {
    const run = await findRun(query, context.caller, id);
    if (run.ended_at === null) {
      await query.updateTable("run").set({ ended_at: clock() }).where("id", "=", id).execute();
    }
    return { success: true };
  });
}

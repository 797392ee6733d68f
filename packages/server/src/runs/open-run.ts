import { randomUUID } from "node:crypto";
import { requireTeamToken } from "../access/require-role.ts";
import type { OpenRunInput, OpenRunPayload } from "../generated/resolvers.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { checkBatch } from "../secrets/check-batch.ts";
import { checkName } from "../secrets/check-name.ts";
import { hashToken } from "../tokens/hash-token.ts";
import { makeRunToken } from "../tokens/make-token.ts";
import { checkTtl } from "./check-ttl.ts";

export const usualTtlSeconds = 300;

/** Opens a run and shows its token, this once. */
export async function openRun(context: RequestContext, input: OpenRunInput): Promise<OpenRunPayload> {
  const { clock, limits, recorder } = context.server;
  const caller = requireTeamToken(context.caller);
  const ttlSeconds = checkTtl(
    input.ttlSeconds ?? usualTtlSeconds,
    Math.min(limits.runTtlSeconds, limits.runLifetimeSeconds),
  );
  const label = input.label ?? null;
  if (label !== null) checkName(label, limits.nameCharacters, "A run's label");
  const allow = input.allow ?? null;
  if (allow !== null) {
    checkBatch(allow, limits.batch);
    for (const name of allow) checkName(name, limits.nameCharacters);
  }

  const id = randomUUID();
  const token = makeRunToken();
  const now = clock();
  const expiresAt = now + ttlSeconds * 1000;
  await recorder.write(
    context.calls.map((call) => ({ ...call, subject: id })),
    async ({ query }) => {
      await query
        .insertInto("run")
        .values({
          id,
          team_id: caller.teamId,
          label,
          allow: allow === null ? null : JSON.stringify([...new Set(allow)]),
          hash: hashToken(token),
          opened_at: now,
          opened_by: caller.actor,
          expires_at: expiresAt,
          ended_at: null,
        })
        .execute();
    },
  );
  return { id, token, expiresAt };
}

import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";
import { ServerError } from "../server-error.ts";
import { IdentityRefused } from "./refused.ts";

/** A signed token that opens one run. */
export interface OnceIdentity {
  /** Of the key that signed it, and of what was signed: a signature can be spelled in more than one way. */
  readonly hash: Buffer;
  /** Until when it must be remembered, in milliseconds since 1970. */
  readonly until: number;
}

/** Rows whose time is over that go with each that comes: there are never more than are remembered at once. */
const sweptAtOnce = 10;

/**
 * Remembers a signed token as used, in the commit that opens its run: on all servers of the instance it opens no other.
 *
 * @throws IdentityRefused if it was used before; ServerError `LIMIT_EXCEEDED` for one too many of its trust.
 */
export async function useOnce(
  query: Kysely<Tables>,
  trustId: string,
  { hash, until }: OnceIdentity,
  max: number,
  now: number,
): Promise<void> {
  await forgetUsed(query, now);
  const counted = await query
    .selectFrom("used_identity_count")
    .select("remembered")
    .where("trust_id", "=", trustId)
    .executeTakeFirst();
  if (Number(counted?.remembered ?? 0) >= max) throw tooMany(max);
  if (!(await isFirstUse(query, trustId, { hash, until }))) throw new IdentityRefused({ reason: "used before" });
}

/** Remembers what may be used once, and gives whether it was not used before. `of` is what it is counted with. */
export async function isFirstUse(query: Kysely<Tables>, of: string, { hash, until }: OnceIdentity): Promise<boolean> {
  const added = await query
    .insertInto("used_identity")
    .values({ hash, trust_id: of, expires_at: until })
    .onConflict((conflict) => conflict.doNothing())
    .returning("trust_id")
    .executeTakeFirst();
  if (added === undefined) return false;
  // Counted as they come and go: counting them here would take as long as there are many.
  await query
    .insertInto("used_identity_count")
    .values({ trust_id: of, remembered: 1 })
    .onConflict((conflict) =>
      conflict.column("trust_id").doUpdateSet((row) => ({ remembered: row("used_identity_count.remembered", "+", 1) })),
    )
    .execute();
  return true;
}

/** Forgets a few of those whose time is over. */
export async function forgetUsed(query: Kysely<Tables>, now: number): Promise<void> {
  const over = query
    .selectFrom("used_identity")
    .select("hash")
    .where("expires_at", "<=", now)
    .orderBy("expires_at")
    .limit(sweptAtOnce);
  const gone = await query.deleteFrom("used_identity").where("hash", "in", over).returning("trust_id").execute();
  for (const trustId of new Set(gone.map(({ trust_id }) => trust_id))) {
    const count = gone.filter(({ trust_id }) => trust_id === trustId).length;
    await query
      .updateTable("used_identity_count")
      .set((row) => ({ remembered: row("remembered", "-", count) }))
      .where("trust_id", "=", trustId)
      .execute();
    await query
      .deleteFrom("used_identity_count")
      .where("trust_id", "=", trustId)
      .where("remembered", "<=", 0)
      .execute();
  }
}

function tooMany(max: number): ServerError {
  return new ServerError(
    "LIMIT_EXCEEDED",
    `Signed tokens of this trust opened ${max} runs that are remembered, as many as may be.`,
    "Wait until some expire, or have them made for a shorter time.",
  );
}

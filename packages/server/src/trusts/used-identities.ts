import { type Kysely, sql } from "kysely";
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
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 from used_identity where trust_id = ${trustId} limit ${max}) as used`.execute(
    query,
  );
  if (Number(rows[0]?.count) >= max) throw tooMany(max);
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
  return added !== undefined;
}

/** Forgets a few of those whose time is over. */
export async function forgetUsed(query: Kysely<Tables>, now: number): Promise<void> {
  const over = query
    .selectFrom("used_identity")
    .select("hash")
    .where("expires_at", "<=", now)
    .orderBy("expires_at")
    .limit(sweptAtOnce);
  await query.deleteFrom("used_identity").where("hash", "in", over).execute();
}

function tooMany(max: number): ServerError {
  return new ServerError(
    "LIMIT_EXCEEDED",
    `Signed tokens of this trust opened ${max} runs that are remembered, as many as may be.`,
    "Wait until some expire, or have them made for a shorter time.",
  );
}

import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { statement } from "../database/run-compiled.ts";
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

type Row = Tables["used_identity"] & Tables["used_identity_count"];

/** Rows whose time is over that go with each that comes: there are never more than are remembered at once. */
const sweptAtOnce = 10;

/**
 * Remembers a signed token as used, in the commit that opens its run: on all servers of the instance it opens no other.
 *
 * @throws IdentityRefused if it was used before; ServerError `LIMIT_EXCEEDED` for one too many of its trust.
 */
export async function useOnce(
  queries: Queries,
  trustId: string,
  once: OnceIdentity,
  max: number,
  now: number,
): Promise<void> {
  const remembered = await rememberUse(queries, trustId, once, now);
  if (remembered === undefined) throw new IdentityRefused({ reason: "used before" });
  if (remembered > max) throw tooMany(max);
}

/**
 * Remembers what may be used once, and forgets a few of those whose time is over.
 *
 * @param of - what it is counted with.
 * @returns how many of these are remembered now; undefined if it was used before.
 */
export async function rememberUse(
  queries: Queries,
  of: string,
  { hash, until }: OnceIdentity,
  now: number,
): Promise<number | undefined> {
  await forgetUsed(queries, now);
  const added = await insertUsed(queries, hash, of, until);
  if (added.length === 0) return undefined;
  const [counted] = await countUsed(queries, of);
  return Number(counted?.remembered);
}

const insertUsed = statement(
  "insert used identity",
  (hash: Buffer, of: string, until: number) => sql`insert into used_identity (hash, trust_id, expires_at)
    values (${hash}, ${of}, ${until}) on conflict do nothing returning trust_id`,
);

/** They are counted as they come and go: counting them all here would take as long as there are many. */
const countUsed = statement(
  "count used identity",
  (of: string) => sql<Pick<Row, "remembered">>`insert into used_identity_count (trust_id, remembered) values (${of}, 1)
    on conflict (trust_id) do update set remembered = used_identity_count.remembered + 1 returning remembered`,
);

const usedUntil = statement(
  "used identities until",
  (now: number) => sql<Pick<Row, "hash" | "trust_id">>`select hash, trust_id from used_identity
    where expires_at <= ${now} order by expires_at limit ${sql.lit(sweptAtOnce)}`,
);

async function forgetUsed(queries: Queries, now: number): Promise<void> {
  const over = await usedUntil(queries, now);
  if (over.length === 0) return;
  const { query } = queries;
  const hashes = over.map(({ hash }) => hash);
  await query.deleteFrom("used_identity").where("hash", "in", hashes).execute();
  for (const [trustId, { length }] of Map.groupBy(over, ({ trust_id }) => trust_id)) {
    await query
      .updateTable("used_identity_count")
      .set((row) => ({ remembered: row("remembered", "-", length) }))
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

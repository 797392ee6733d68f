import type { Queries, Transaction } from "../database/database.ts";
import { rememberUse } from "../trusts/used-identities.ts";
import type { ChosenSignIn } from "./person-tokens.ts";
import { SignInRefused } from "./refused.ts";
import type { SealedState } from "./sealed-state.ts";

/** How long a terminal may take to fetch its token, in milliseconds. */
const fetchMs = 120_000;
/** How long a used sign-in is remembered: longer than one may take, in milliseconds. */
const rememberedMs = 3_600_000;

/** What a person allowed. */
export interface AllowedTerminal {
  readonly chosen: ChosenSignIn;
  /** Where the browser was that allowed it. */
  readonly address: string;
  /** Until when the terminal may fetch its token, in milliseconds since 1970. */
  readonly until: number;
}

/** Has a terminal take its token. Of two sign-ins for one terminal the first counts. */
export async function allowTerminal(
  transaction: Transaction,
  sealed: SealedState,
  { challenge, once, ...by }: Omit<AllowedTerminal, "until"> & { readonly challenge: Buffer; readonly once: Buffer },
  now: number,
): Promise<void> {
  const { query } = transaction;
  await useSignIn(transaction, once, now);
  await query.deleteFrom("terminal_sign_in").where("expires_at", "<=", now).execute();
  const allowed: AllowedTerminal = { ...by, until: now + fetchMs };
  await query
    .insertInto("terminal_sign_in")
    .values({ challenge, allowed: sealed.seal(purposeOf(challenge), allowed), expires_at: allowed.until })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Takes what a person allowed a terminal, once.
 *
 * @throws SignInRefused if another took it meanwhile, or it was too late.
 */
export async function takeTerminal(
  { query }: Transaction,
  sealed: SealedState,
  challenge: Buffer,
  now: number,
): Promise<AllowedTerminal> {
  const row = await query
    .deleteFrom("terminal_sign_in")
    .where("challenge", "=", challenge)
    .returningAll()
    .executeTakeFirst();
  const allowed = row && sealed.unsealInTime<AllowedTerminal>(purposeOf(challenge), row.allowed, now);
  if (allowed === undefined) throw new SignInRefused("terminal");
  return allowed;
}

/**
 * Remembers a sign-in as used, in the commit that makes its token: it makes no other, on all servers of the instance.
 *
 * @throws SignInRefused if it was used before.
 */
export async function useSignIn(queries: Queries, hash: Buffer, now: number): Promise<void> {
  const remembered = await rememberUse(queries, "sign-in", { hash, until: now + rememberedMs }, now);
  if (remembered === undefined) throw new SignInRefused("used before");
}

function purposeOf(challenge: Buffer): string {
  return `terminal ${challenge.toString("base64url")}`;
}

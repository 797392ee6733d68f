import type { Kysely } from "kysely";
import { endToken } from "../access/end-token.ts";
import { isTokenLive, liveTokensNamed } from "../access/live.ts";
import { describeToken, insertToken, type NewToken, newToken } from "../access/new-team.ts";
import type { PersonRow, RowKeys } from "../access/row-keys.ts";
import type { AuditCall, RequestOrigin } from "../audit/audit-entry.ts";
import type { Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { type Audience, membershipsBy } from "./memberships.ts";
import { nameBySubject, nameOf, type Person } from "./person.ts";
import { SignInRefused } from "./refused.ts";
import type { SealedState } from "./sealed-state.ts";

/** Somebody who chose the team that they sign in to. */
export interface ChosenSignIn {
  readonly person: Person;
  readonly trustIds: readonly string[];
  /** What the provider is asked with again; null: it gave nothing. */
  readonly refreshToken: string | null;
  /** Whether a browser's session alone stands for the token. */
  readonly inBrowser: boolean;
}

/** What a person's token is made with. */
export interface PersonTokenOptions {
  readonly rowKeys: RowKeys;
  readonly sealed: SealedState;
  readonly audience: Audience;
  /** The setting; 0: the provider is not asked again. */
  readonly recheckMinutes: number;
}

/**
 * Makes and stores the token of somebody who signed in, by the trusts that are still there.
 *
 * @param now - milliseconds since 1970.
 * @throws SignInRefused where none is.
 */
export async function insertPersonToken(
  transaction: Transaction,
  { rowKeys, sealed, audience, recheckMinutes }: PersonTokenOptions,
  { person, trustIds, refreshToken, inBrowser }: ChosenSignIn,
  now: number,
): Promise<NewToken> {
  const [membership, another] = await membershipsBy(transaction, rowKeys, audience, trustIds);
  if (membership === undefined || another !== undefined) throw new SignInRefused("no trust");
  const { teamId, grants, tokenSeconds } = membership;
  await forgetEnded(transaction.query, teamId, now);
  const name = await freeName(transaction.query, rowKeys, teamId, person, now);
  const recheckMs = recheckMinutes * 60_000;
  const lives = tokenSeconds * 1000;
  const mayAskAgain = recheckMs > 0 && refreshToken !== null;
  const expiresAt = now + (recheckMs > 0 && !mayAskAgain ? Math.min(lives, recheckMs) : lives);
  const token = newToken({ teamId, name, grants, createdAt: now, createdBy: name, createdById: null, expiresAt });
  await insertToken(transaction, rowKeys, token);
  const row: PersonRow = {
    token_id: token.id,
    team_id: teamId,
    issuer: person.issuer,
    subject: person.subject,
    trusts: JSON.stringify(membership.trustIds),
    in_browser: inBrowser ? 1 : 0,
    refresh: mayAskAgain ? sealed.seal(`refresh ${token.id}`, refreshToken) : null,
    checked_at: now,
    next_check: mayAskAgain ? now + recheckMs : null,
  };
  await transaction.query
    .insertInto("person")
    .values({ ...row, mac: rowKeys.personMac(row) })
    .execute();
  return token;
}

/** What the audit log has of the token of somebody who signed in. */
export function personTokenCall(
  token: NewToken,
  { person, trustIds }: ChosenSignIn,
  { requestId, address, agent }: RequestOrigin,
): AuditCall {
  const { issuer, subject } = person;
  return {
    ...{ requestId, address, agent, teamId: token.teamId, actor: token.name, actorId: token.id },
    ...{ action: "token.create", subject: token.id },
    detail: { ...describeToken(token), issuer, issuerSubject: subject, trusts: trustIds },
  };
}

/** Ends a token that only a browser's session stood for, as that is over. Gives its name; undefined for any other token. */
export async function endBrowserToken(
  query: Kysely<Tables>,
  keys: RowKeys,
  tokenId: string,
  now: number,
): Promise<string | undefined> {
  const row = await query.selectFrom("person").selectAll().where("token_id", "=", tokenId).executeTakeFirst();
  if (row === undefined || row.in_browser === 0 || !keys.isPerson(row)) return undefined;
  const token = await query.selectFrom("token").selectAll().where("id", "=", tokenId).executeTakeFirst();
  if (token === undefined || !isTokenLive(token, now)) return undefined;
  await endToken(query, tokenId, now);
  return token.name;
}

/** What is known of whose a token is goes once the token's time is up, with what the provider could be asked with. */
async function forgetEnded(query: Kysely<Tables>, teamId: string, now: number): Promise<void> {
  await query
    .deleteFrom("person")
    .where("team_id", "=", teamId)
    // Asked for each person: a team has many more tokens that are over.
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("token")
          .select("token.id")
          .whereRef("token.id", "=", "person.token_id")
          .where("token.expires_at", "<=", now),
      ),
    )
    .execute();
}

/** The person's email, unless a live token of somebody else is called so. */
async function freeName(
  query: Kysely<Tables>,
  keys: RowKeys,
  teamId: string,
  person: Person,
  now: number,
): Promise<string> {
  const name = nameOf(person);
  if (name === undefined) return nameBySubject(person);
  const live = await liveTokensNamed(query, teamId, name, now);
  if (live.length === 0) return name;
  const rows = await query.selectFrom("person").selectAll().where("token_id", "in", live).execute();
  const own = rows.filter(
    (row) => keys.isPerson(row) && row.issuer === person.issuer && row.subject === person.subject,
  );
  return own.length === live.length ? name : nameBySubject(person);
}

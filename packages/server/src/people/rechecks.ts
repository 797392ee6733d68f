import { endToken } from "../access/end-token.ts";
import { isTokenLive } from "../access/live.ts";
import type { PersonRow } from "../access/row-keys.ts";
import type { AuditCall } from "../audit/audit-entry.ts";
import type { ServerParts } from "../server-parts.ts";
import { Repeated } from "../time/timed-work.ts";
import { type Audience, membershipsOf } from "./memberships.ts";
import type { Provider, ProviderAnswer } from "./provider.ts";
import { SignInRefused } from "./refused.ts";
import type { SealedState } from "./sealed-state.ts";

/** What the provider is asked again with. */
export interface RechecksOptions {
  readonly provider: Provider;
  readonly sealed: SealedState;
  readonly recheckMinutes: number;
  readonly outageHours: number;
  /** How often to look who is due, in milliseconds. */
  readonly everyMs: number;
}

/** How long the server that asks about somebody has for it, in milliseconds. */
const claimMs = 300_000;
/** The pause after the provider was away, in milliseconds. */
const awayMs = 120_000;

/** Asks the provider again about people who signed in, and ends the tokens of those whom it lets in no longer. */
export class Rechecks {
  readonly #server: ServerParts;
  readonly #options: RechecksOptions;
  readonly #audience: Audience;
  readonly #repeated: Repeated | undefined;

  constructor(server: ServerParts, options: RechecksOptions) {
    const { issuer, clientId } = options.provider;
    this.#server = server;
    this.#options = options;
    this.#audience = { issuer, clientId, publicUrl: server.publicUrl };
    if (options.recheckMinutes <= 0) return;
    this.#repeated = new Repeated(
      (signal) => this.#run(signal),
      options.everyMs,
      (error) => server.log.warn({ err: error }, "people who signed in could not be checked: tried again later"),
    );
    this.#repeated.start();
  }

  async close(): Promise<void> {
    await this.#repeated?.close();
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const row = await this.#claim();
      if (row === undefined) return;
      const reason = await this.#check(row);
      if (reason !== undefined) await this.#end(row, reason);
    }
  }

  /** The next who is due: no other server asks about them meanwhile, as a refresh token may be good for once only. */
  async #claim(): Promise<PersonRow | undefined> {
    const { audit, clock, database, rowKeys } = this.#server;
    const now = clock();
    const due = database.reader.selectFrom("person").select("token_id").where("next_check", "<=", now).limit(1);
    if ((await due.executeTakeFirst()) === undefined) return undefined;
    return audit.write([], async ({ query }) => {
      const row = await query
        .selectFrom("person")
        .selectAll()
        .where("next_check", "<=", now)
        .orderBy("next_check")
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const isAuthentic = rowKeys.isPerson(row);
      const claimed = { ...row, next_check: now + claimMs };
      await query
        .updateTable("person")
        .set({ next_check: claimed.next_check, mac: isAuthentic ? rowKeys.personMac(claimed) : row.mac })
        .where("token_id", "=", row.token_id)
        .execute();
      // With the time at which it was due.
      return isAuthentic ? row : { ...row, refresh: null };
    });
  }

  /** Why the token ends; undefined: it goes on. */
  async #check(row: PersonRow): Promise<string | undefined> {
    const { provider, sealed, recheckMinutes, outageHours } = this.#options;
    const { clock, database, rowKeys } = this.#server;
    const refreshToken = row.refresh && sealed.unseal<string>(`refresh ${row.token_id}`, row.refresh);
    if (!refreshToken) return "row";
    let answer: ProviderAnswer;
    try {
      answer = await provider.refresh(refreshToken, row.subject);
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error;
      if (error.reason === "provider: invalid_grant") return error.reason;
      const now = clock();
      const end = row.checked_at + recheckMinutes * 60_000 + outageHours * 3_600_000;
      if (now >= end) return "issuer unavailable";
      await this.#update({ ...row, next_check: Math.min(now + awayMs, end) });
      return undefined;
    }
    const memberships = await membershipsOf(database.reads, rowKeys, this.#audience, answer.claims);
    const fitting = new Set(memberships.flatMap(({ trustIds }) => trustIds));
    if (!(JSON.parse(row.trusts) as string[]).every((id) => fitting.has(id))) return "claims";
    const now = clock();
    const refresh = sealed.seal(`refresh ${row.token_id}`, answer.refreshToken ?? refreshToken);
    await this.#update({ ...row, refresh, checked_at: now, next_check: now + recheckMinutes * 60_000 });
    return undefined;
  }

  async #update(row: PersonRow): Promise<void> {
    const { audit, rowKeys } = this.#server;
    const { refresh, checked_at, next_check } = row;
    const mac = rowKeys.personMac(row);
    await audit.write([], async ({ query }) => {
      await query
        .updateTable("person")
        .set({ refresh, checked_at, next_check, mac })
        .where("token_id", "=", row.token_id)
        .execute();
    });
  }

  async #end({ token_id: tokenId, team_id: teamId }: PersonRow, reason: string): Promise<void> {
    const { audit, clock } = this.#server;
    const calls = (name: string | undefined): AuditCall[] => {
      if (name === undefined) return [];
      const by = { requestId: "sign-in check", actor: "server", actorId: null };
      return [{ ...by, teamId, action: "token.revoke", subject: tokenId, detail: { name, reason } }];
    };
    await audit.write(calls, async ({ query }) => {
      const now = clock();
      const token = await query.selectFrom("token").selectAll().where("id", "=", tokenId).executeTakeFirst();
      if (token === undefined || !isTokenLive(token, now)) {
        await query.deleteFrom("person").where("token_id", "=", tokenId).execute();
        return undefined;
      }
      await endToken(query, tokenId, now);
      return token.name;
    });
  }
}

import { createHash, randomBytes } from "node:crypto";
import type { TokenCaller } from "../access/caller.ts";
import { endToken } from "../access/end-token.ts";
import type { NewToken } from "../access/new-team.ts";
import { findSession, insertSession, type NewSession, newSession } from "../access/sessions.ts";
import { parseSessionToken } from "../access/token-format.ts";
import { type AuditCall, callOf, instant, type RequestOrigin, refusedEntry, withKnown } from "../audit/audit-entry.ts";
import { codeToRecord, ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import { type Audience, membershipsBy, membershipsOf } from "./memberships.ts";
import { nameBySubject, nameOf, type Person, personOf } from "./person.ts";
import {
  type ChosenSignIn,
  endBrowserToken,
  insertPersonToken,
  type PersonTokenOptions,
  personTokenCall,
} from "./person-tokens.ts";
import type { Provider } from "./provider.ts";
import { SignInRefused } from "./refused.ts";
import type { SealedState } from "./sealed-state.ts";
import {
  type Begun,
  type ChoiceAnswer,
  choiceOf,
  type Known,
  type SignedIn,
  type SignInChoice,
  type SignInGoal,
} from "./sign-in-steps.ts";
import { isCode, readChallenge } from "./terminal-code.ts";
import { type AllowedTerminal, allowTerminal, takeTerminal, useSignIn } from "./terminals.ts";

/** How long each step of a sign-in may take, in seconds. */
export const stepSeconds = 600;

interface Opened {
  readonly token: NewToken;
  readonly session: NewSession;
  /** The name of the token of the session before, if it ended with it. */
  readonly ended: string | undefined;
}

/** Sign-in of people at the company's provider. Between its steps the browser keeps what was done, sealed. */
export class SignIns {
  readonly #server: ServerParts;
  readonly #provider: Provider;
  readonly #sealed: SealedState;
  readonly #options: PersonTokenOptions;

  constructor(server: ServerParts, provider: Provider, sealed: SealedState, recheckMinutes: number) {
    const { issuer, clientId } = provider;
    const audience: Audience = { issuer, clientId, publicUrl: server.publicUrl };
    this.#server = server;
    this.#provider = provider;
    this.#sealed = sealed;
    this.#options = { rowKeys: server.rowKeys, sealed, audience, recheckMinutes };
  }

  /**
   * Begins a sign-in.
   *
   * @param redirectUri - where the provider leads the browser back to.
   * @returns where the browser is sent, and what its cookie keeps.
   * @throws SignInRefused `ISSUER_UNAVAILABLE`.
   */
  async begin(goal: SignInGoal, redirectUri: string): Promise<{ readonly url: string; readonly cookie: string }> {
    const { url, ...request } = await this.#provider.begin(redirectUri, goal.again);
    const begun: Begun = { ...request, ...goal, until: this.#until() };
    return { url, cookie: this.#sealed.seal("begun", begun).toString("base64url") };
  }

  /**
   * Takes the provider's answer.
   *
   * @param url - where the browser was led back to.
   * @param cookie - what `begin` gave it.
   * @returns what the person is asked now, and what the browser's cookie keeps instead.
   * @throws SignInRefused, recorded.
   */
  finish(
    url: URL,
    cookie: string | undefined,
    origin: RequestOrigin,
  ): Promise<{ readonly choice: SignInChoice; readonly cookie: string }> {
    const begun = this.#unseal<Begun>("begun", cookie);
    return this.#recorded(origin, begun?.terminal ?? null, async (note) => {
      if (begun === undefined) throw new SignInRefused("not begun here");
      const { claims, refreshToken, signedInAgo } = await this.#provider.finish(url, begun);
      const person = personOf(this.#provider.issuer, claims);
      note(person);
      const { clock, database, rowKeys } = this.#server;
      const memberships = await membershipsOf(database.reads, rowKeys, this.#options.audience, claims);
      if (memberships.length === 0) throw new SignInRefused("no trust");
      const { returnTo, terminal } = begun;
      const offered = memberships.map(({ teamId, team, trustIds }) => ({ teamId, team, trustIds }));
      const signedInAt = signedInAgo === null ? 0 : clock() - signedInAgo;
      const goal = { returnTo, terminal, until: this.#until() };
      const known: Known = { person, memberships: offered, refreshToken, signedInAt, ...goal };
      const next = randomBytes(32).toString("base64url");
      const sealed = this.#sealed.seal(purposeOf(next), known).toString("base64url");
      return { choice: choiceOf(known, memberships, sealed), cookie: next };
    });
  }

  /**
   * Signs in whoever chose a team, once.
   *
   * @param cookie - what `finish` gave the browser.
   * @param session - what the browser's cookie holds of a session, which the new one replaces.
   * @throws SignInRefused, recorded; ServerError `FORBIDDEN` for a browser whose person may only open runs.
   */
  choose(
    answer: ChoiceAnswer,
    cookie: string | undefined,
    session: string | undefined,
    origin: RequestOrigin,
  ): Promise<SignedIn> {
    const known = cookie === undefined ? undefined : this.#unseal<Known>(purposeOf(cookie), answer.sealed);
    return this.#recorded(origin, known?.terminal ?? null, async (note) => {
      if (known === undefined || cookie === undefined) throw new SignInRefused("not begun here");
      const { person, memberships, refreshToken, terminal } = known;
      note(person);
      const membership = memberships.find(({ teamId }) => teamId === answer.teamId);
      if (membership === undefined) throw new SignInRefused("team");
      const chosen = { person, refreshToken, trustIds: membership.trustIds, inBrowser: terminal === null };
      const once = createHash("sha256").update(`sign-in ${cookie}`).digest();
      if (terminal === null) return this.#openSession(chosen, known, once, session, origin);
      const challenge = readChallenge(terminal);
      if (challenge === undefined) throw new SignInRefused("terminal");
      if (!isCode(answer.code, challenge)) return this.#wrongCode(known, answer.sealed, origin);
      const now = this.#server.clock();
      await this.#server.audit.write([], (transaction) =>
        allowTerminal(transaction, this.#sealed, { challenge, once, chosen, address: origin.address }, now),
      );
      return { kind: "terminal", team: membership.team };
    });
  }

  /**
   * Gives a terminal its token, once somebody has allowed it. The terminal may ask as often as it likes before.
   *
   * @returns undefined while nobody has.
   * @throws SignInRefused, recorded.
   */
  async take(challenge: Buffer, origin: RequestOrigin): Promise<NewToken | undefined> {
    const { audit, clock, database } = this.#server;
    const waiting = database.reader.selectFrom("terminal_sign_in").select("expires_at");
    const row = await waiting.where("challenge", "=", challenge).executeTakeFirst();
    if (row === undefined || row.expires_at <= clock()) return undefined;
    return this.#recorded(origin, "terminal", async (note) => {
      const now = clock();
      const { token } = await audit.write(
        ({ token, chosen, address }: AllowedTerminal & { readonly token: NewToken }) => {
          const call = personTokenCall(token, chosen, origin);
          return [{ ...call, detail: { ...call.detail, allowedFrom: address } }];
        },
        async (transaction) => {
          const allowed = await takeTerminal(transaction, this.#sealed, challenge, now);
          note(allowed.chosen.person);
          return { ...allowed, token: await insertPersonToken(transaction, this.#options, allowed.chosen, now) };
        },
      );
      return token;
    });
  }

  /** Ends a token that its holder signed in to, with its runs and sessions. Gives whether it was one. */
  end(caller: TokenCaller, origin: RequestOrigin): Promise<boolean> {
    const { audit, clock, rowKeys } = this.#server;
    const call = callOf(caller, origin, "token.revoke", caller.id);
    const calls = (ended: boolean): AuditCall[] => (ended ? withKnown([call], { detail: { name: caller.actor } }) : []);
    return audit.write(calls, async ({ query }) => {
      const row = await query.selectFrom("person").selectAll().where("token_id", "=", caller.id).executeTakeFirst();
      if (row === undefined || !rowKeys.isPerson(row)) return false;
      await endToken(query, caller.id, clock());
      return true;
    });
  }

  async #openSession(
    chosen: ChosenSignIn,
    { returnTo, signedInAt }: Known,
    once: Buffer,
    cookie: string | undefined,
    origin: RequestOrigin,
  ): Promise<SignedIn> {
    const { audit, clock, database, limits, rowKeys } = this.#server;
    const now = clock();
    const before = await findSession(parseSessionToken(cookie ?? ""), database.reads, rowKeys, now);
    const old = "caller" in before ? before.row : undefined;
    const { session } = await audit.write(
      ({ token, session, ended }: Opened) => {
        const call = personTokenCall(token, chosen, origin);
        const detail = { expiresAt: instant(session.row.latest_end), replaces: old?.id };
        return [
          call,
          { ...call, action: "session.open", subject: session.row.id, detail },
          ...(ended === undefined || old === undefined ? [] : [revocation(call, old, ended)]),
        ];
      },
      async (transaction) => {
        await useSignIn(transaction, once, now);
        const token = await insertPersonToken(transaction, this.#options, chosen, now);
        const session = newSession({ ...token, signedInAt }, limits, now);
        await insertSession(transaction, rowKeys, session, now, old?.id);
        const ended = old && (await endBrowserToken(transaction.query, rowKeys, old.token_id, now));
        return { token, session, ended };
      },
    );
    return { kind: "browser", session: session.token, returnTo };
  }

  async #wrongCode(known: Known, sealed: string, origin: RequestOrigin): Promise<SignedIn> {
    await this.#refuse(origin, known.terminal, known.person, new SignInRefused("code"));
    const { database, rowKeys } = this.#server;
    const trustIds = known.memberships.flatMap((one) => one.trustIds);
    const memberships = await membershipsBy(database.reads, rowKeys, this.#options.audience, trustIds);
    return { kind: "wrong code", choice: choiceOf(known, memberships, sealed) };
  }

  /** Records a refusal; what can't be recorded is the error then. */
  async #recorded<T>(
    origin: RequestOrigin,
    terminal: string | null,
    work: (note: (person: Person) => void) => Promise<T>,
  ): Promise<T> {
    let who: Person | undefined;
    try {
      return await work((person) => {
        who = person;
      });
    } catch (error) {
      if (error instanceof ServerError && error.code === "AUDIT_UNAVAILABLE") throw error;
      await this.#refuse(origin, terminal, who, error);
      throw error;
    }
  }

  /** No team's log has it: which team it would have been is not known. */
  async #refuse(
    { requestId, address, agent }: RequestOrigin,
    terminal: string | null,
    who: Person | undefined,
    error: unknown,
  ): Promise<void> {
    const { audit, clock } = this.#server;
    const call: AuditCall = {
      ...{ requestId, address, agent, teamId: null, actorId: null, subject: null },
      actor: who === undefined ? "unknown" : (nameOf(who) ?? nameBySubject(who)),
      action: terminal === null ? "session.open" : "token.create",
      detail: {
        ...(error instanceof SignInRefused && { reason: error.reason }),
        ...(who && { issuer: who.issuer, issuerSubject: who.subject }),
      },
    };
    await audit.append([refusedEntry(call, clock(), codeToRecord(error))]);
  }

  #unseal<T extends { readonly until: number }>(purpose: string, sealed = ""): T | undefined {
    return this.#sealed.unsealInTime<T>(purpose, Buffer.from(sealed, "base64url"), this.#server.clock());
  }

  #until(): number {
    return this.#server.clock() + stepSeconds * 1000;
  }
}

function purposeOf(cookie: string): string {
  return `choice ${createHash("sha256").update(cookie).digest("base64url")}`;
}

function revocation(
  call: AuditCall,
  { token_id, team_id }: { token_id: string; team_id: string },
  name: string,
): AuditCall {
  return { ...call, teamId: team_id, action: "token.revoke", subject: token_id, detail: { name } };
}

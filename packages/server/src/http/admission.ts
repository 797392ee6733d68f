import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { authenticate, bearerOf, refusedAs } from "../access/authenticate.ts";
import type { Caller, IdentityCaller, RefusedCaller, SessionCaller } from "../access/caller.ts";
import { KnownCallers } from "../access/known-callers.ts";
import { type FoundSession, findSession, isDueToProlong, prolongSession } from "../access/sessions.ts";
import { parseSessionToken, parseToken, type SessionToken } from "../access/token-format.ts";
import { TokenUse } from "../access/token-use.ts";
import { callOf, type RequestOrigin, refusedEntry } from "../audit/audit-entry.ts";
import { RateLimiter, TimeBudget } from "../budgets/rate-limiter.ts";
import { RequestTime } from "../budgets/request-time.ts";
import type { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import { refusedIdentity } from "../trusts/identities.ts";
import { bearerJwt } from "../trusts/jwt.ts";
import { IdentityRefused } from "../trusts/refused.ts";
import { clientAddress, networkOf } from "./addresses.ts";
import type { Browsers } from "./browsers.ts";

/** A request that may be received. */
export interface Admitted {
  /** Of a token, this may be what was known of it before. */
  readonly caller: Caller | IdentityCaller;
  readonly origin: RequestOrigin;
  /**
   * Looks again, once the body has come: many requests may have been let in at once.
   *
   * @throws ServerError `RATE_LIMITED` if its token or address has taken too much time meanwhile.
   */
  check(): void;
  /**
   * The caller as the database has it now, however often it is asked for: for whatever is not committed with
   * another look at the caller.
   *
   * @throws ServerError as `Admission.admit` does for a token that is worth nothing, with a row in the audit log.
   */
  confirm(): Promise<Caller | IdentityCaller>;
  /** Has the next request of the token looked up again: this one found out that it is over. */
  forget(): void;
  /** What it takes of the event loop. */
  readonly time: RequestTime;
}

/** How long a caller who was looked up is taken for what they were, in milliseconds: a body may take long to come. */
const freshMs = 100;

/**
 * Decides who is served, by a request's header alone: before its body is received, let alone parsed. Each step costs
 * more than the one before it.
 */
export class Admission {
  readonly #server: ServerParts;
  readonly #requests: RateLimiter;
  readonly #unknownTokens: RateLimiter;
  readonly #timeOfToken: TimeBudget;
  readonly #timeOfAddress: TimeBudget;
  readonly #tokenUse: TokenUse;
  readonly #known = new KnownCallers();
  readonly #browsers: Browsers;

  constructor(server: ServerParts, browsers: Browsers) {
    const { limits, clock, audit } = server;
    this.#server = server;
    this.#browsers = browsers;
    this.#requests = new RateLimiter(limits.requestsPerSecond, clock);
    this.#unknownTokens = new RateLimiter(limits.unknownTokensPerSecond, clock);
    this.#timeOfToken = new TimeBudget(limits.tokenMsPerSecond, clock);
    this.#timeOfAddress = new TimeBudget(limits.addressMsPerSecond, clock);
    this.#tokenUse = new TokenUse((change) => audit.write([], change), clock);
  }

  /**
   * Lets a request in.
   *
   * @throws ServerError `RATE_LIMITED` for one too many of its token or address, or if those have taken too much time;
   *   `UNAUTHENTICATED`, `ISSUER_UNAVAILABLE`, `RUN_ENDED` and `RUN_EXPIRED` for a token that is worth nothing, with a row in the audit log;
   *   `FORBIDDEN` for a session's cookie that another site has a browser send; `DATABASE_UNAVAILABLE`, `AUDIT_UNAVAILABLE`.
   */
  async admit(request: FastifyRequest): Promise<Admitted> {
    const { database, rowKeys, clock } = this.#server;
    const { authorization } = request.headers;
    const address = networkOf(request.ip);
    const cookie = authorization === undefined ? this.#browsers.cookieOf(request) : undefined;
    const session = parseSessionToken(cookie ?? "");
    const bearer = bearerOf(authorization);
    const known = this.#known.get(bearer, clock());
    const token = known === undefined ? parseToken(bearer)?.token : bearer;
    this.#requests.count(token ?? session ?? address);
    const jwt = token === undefined && cookie === undefined ? bearerJwt(authorization) : undefined;
    if (jwt !== undefined) return this.#admitIdentity(request, jwt, address);
    const origin = originOf(request);
    const look = async (): Promise<Caller> => {
      const found =
        cookie === undefined
          ? await authenticate(authorization, database.reads, rowKeys, clock())
          : await this.#callerOfSession(request, session);
      if (found.kind === "refused") {
        this.#unknownTokens.count(address);
        return this.#refuse(origin, found);
      }
      if (found.kind !== "session") this.#known.note(bearer, found);
      return found;
    };
    const caller = known ?? (await look());
    const check = (): void => this.#checkTime(caller.id, address);
    check();
    if (caller.kind !== "run") this.#tokenUse.note(caller.id);
    const forget = (): void => this.#known.forget(bearer);
    const lookedAt = clock();
    let confirmed: Promise<Caller> | undefined;
    const confirm = (): Promise<Caller> => {
      if (confirmed === undefined) {
        const isFresh = known === undefined && clock() - lookedAt < freshMs;
        if (!isFresh) forget();
        confirmed = isFresh ? Promise.resolve(caller) : look();
      }
      return confirmed;
    };
    return { caller, origin, check, confirm, forget, time: this.#timeOf(caller.id, address) };
  }

  /** To verify a signature takes long: an address has it done only as often as it may send unknown tokens. */
  async #admitIdentity(request: FastifyRequest, jwt: string, address: string): Promise<Admitted> {
    const who = `identity ${address}`;
    const check = (): void => this.#checkTime(who, address);
    check();
    this.#unknownTokens.count(address);
    const time = this.#timeOf(who, address);
    const caller = await this.#server.identities.callerOf(jwt, (work) => time.measure(work));
    const origin = originOf(request);
    if (caller.kind === "refused") return this.#refuse(origin, caller);
    return { caller, origin, check, time, confirm: async () => caller, forget: () => {} };
  }

  /**
   * Lets a request in that brings no credential: it counts like one with an unknown token.
   *
   * @throws ServerError `RATE_LIMITED`.
   */
  admitAnyone(request: FastifyRequest): RequestOrigin {
    const address = networkOf(request.ip);
    this.#requests.count(address);
    this.#unknownTokens.count(address);
    return originOf(request);
  }

  /**
   * Records a request whose headers were too large to be read, so that nobody knows whose it was: as often as an address may send unknown
   * tokens, but apart from those, as the address may be that of a proxy.
   *
   * @param remote - the address of its connection.
   */
  async recordUnread(remote: string): Promise<void> {
    try {
      this.#unknownTokens.count(`unread ${networkOf(remote)}`);
      const origin = { requestId: randomUUID(), address: clientAddress(remote), agent: null };
      await this.#refuse(origin, refusedIdentity(new IdentityRefused({ reason: "size" })));
    } catch {
      // It is refused in any case; the queue has reported what could not be recorded.
    }
  }

  async #callerOfSession(
    request: FastifyRequest,
    token: SessionToken | undefined,
  ): Promise<SessionCaller | RefusedCaller> {
    const { database, rowKeys, clock } = this.#server;
    try {
      this.#browsers.checkOwn(request);
    } catch (error) {
      return refusedAs(error as ServerError);
    }
    const found = await findSession(token, database.reads, rowKeys, clock());
    if (!("caller" in found)) return found;
    if (this.#browsers.isByUser(request)) this.#prolong(found);
    return found.caller;
  }

  /** Without waiting for its commit: a request does not fail if that fails. */
  #prolong({ row }: FoundSession): void {
    const { audit, clock, limits, rowKeys } = this.#server;
    const now = clock();
    if (!isDueToProlong(row, limits, now)) return;
    // The queue has reported what made it fail; the next request tries again.
    audit.write([], (transaction) => prolongSession(transaction, rowKeys, row, limits, now)).catch(() => {});
  }

  /** Where an address took too much, a token of it that took little is served all the same: it may be somebody else's. */
  #checkTime(callerId: string, address: string): void {
    this.#timeOfToken.check(callerId);
    if (this.#timeOfToken.taken(callerId) > this.#server.limits.tokenMsPerSecond / 10)
      this.#timeOfAddress.check(address);
  }

  /** A request has one row in the audit log, whatever it asks for. */
  async #refuse(origin: RequestOrigin, caller: RefusedCaller): Promise<never> {
    const { audit, clock } = this.#server;
    const call = callOf(caller, origin, "request.authenticate", null);
    await audit.append([refusedEntry(call, clock(), caller.error.code)]);
    throw caller.error;
  }

  #timeOf(callerId: string, address: string): RequestTime {
    return new RequestTime(this.#server.elapsed, (ms) => {
      if (ms === 0) return;
      this.#timeOfToken.add(callerId, ms);
      this.#timeOfAddress.add(address, ms);
    });
  }
}

/** Characters of a program's name that are recorded: the rest of the header is anybody's. */
const maxAgent = 200;

function originOf({ id: requestId, ip, headers }: FastifyRequest): RequestOrigin {
  return { requestId, address: clientAddress(ip), agent: headers["user-agent"]?.slice(0, maxAgent) ?? null };
}

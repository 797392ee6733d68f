import type { FastifyRequest } from "fastify";
import { authenticate, bearerToken } from "../access/authenticate.ts";
import type { Caller, IdentityCaller, RefusedCaller, SessionCaller } from "../access/caller.ts";
import { type FoundSession, findSession, isDueToProlong, prolongSession } from "../access/sessions.ts";
import { parseSessionToken, type SessionToken } from "../access/token-format.ts";
import { TokenUse } from "../access/token-use.ts";
import { callOf, type RequestOrigin, refusedEntry } from "../audit/audit-entry.ts";
import { RateLimiter, TimeBudget } from "../budgets/rate-limiter.ts";
import type { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import { bearerJwt } from "../trusts/jwt.ts";
import { clientAddress, networkOf } from "./addresses.ts";
import type { Browsers } from "./browsers.ts";

/** A request that may be received. */
export interface Admitted {
  readonly caller: Caller | IdentityCaller;
  readonly origin: RequestOrigin;
  /**
   * Looks again, once the body has come: many requests may have been let in at once.
   *
   * @throws ServerError `RATE_LIMITED` if its token or address has taken too much time meanwhile.
   */
  check(): void;
  /** Does a piece of the request's work, and counts the time that it takes. */
  measure<T>(work: () => T): T;
}

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
    this.#requests.count(bearerToken(authorization)?.token ?? session ?? address);
    const jwt = cookie === undefined ? bearerJwt(authorization) : undefined;
    if (jwt !== undefined) return this.#admitIdentity(request, jwt, address);
    const caller =
      cookie === undefined
        ? await authenticate(authorization, database.reader, rowKeys, clock())
        : await this.#callerOfSession(request, session);
    const origin = originOf(request);
    if (caller.kind === "refused") {
      this.#unknownTokens.count(address);
      return this.#refuse(origin, caller);
    }
    const check = (): void => this.#checkTime(caller.id, address);
    check();
    if (caller.kind !== "run") this.#tokenUse.note(caller.id);
    return { caller, origin, check, measure: (work) => this.#measure(work, caller.id, address) };
  }

  /** Whose signed token it is takes a signature to know: an address has it checked only as often as it may send unknown tokens. */
  async #admitIdentity(request: FastifyRequest, jwt: string, address: string): Promise<Admitted> {
    const who = `identity ${address}`;
    const check = (): void => this.#checkTime(who, address);
    check();
    this.#unknownTokens.count(address);
    const measure = <T>(work: () => T): T => this.#measure(work, who, address);
    const caller = await this.#server.identities.callerOf(jwt, measure);
    const origin = originOf(request);
    if (caller.kind === "refused") return this.#refuse(origin, caller);
    return { caller, origin, check, measure };
  }

  async #callerOfSession(
    request: FastifyRequest,
    token: SessionToken | undefined,
  ): Promise<SessionCaller | RefusedCaller> {
    const { database, rowKeys, clock } = this.#server;
    try {
      this.#browsers.checkOwn(request);
    } catch (error) {
      return { kind: "refused", error: error as ServerError, teamId: null, id: null, actor: "unknown" };
    }
    const found = await findSession(token, database.reader, rowKeys, clock());
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

  #measure<T>(work: () => T, callerId: string, address: string): T {
    const { elapsed } = this.#server;
    const begun = elapsed();
    try {
      return work();
    } finally {
      const ms = elapsed() - begun;
      this.#timeOfToken.add(callerId, ms);
      this.#timeOfAddress.add(address, ms);
    }
  }
}

/** Characters of a program's name that are recorded: the rest of the header is anybody's. */
const maxAgent = 200;

function originOf({ id: requestId, ip, headers }: FastifyRequest): RequestOrigin {
  return { requestId, address: clientAddress(ip), agent: headers["user-agent"]?.slice(0, maxAgent) ?? null };
}

import { createHash } from "node:crypto";
import { type Claims, failingClaim, matchedClaims } from "@keyfold/common/claims";
import { actorOf } from "@keyfold/common/platforms";
import { compactVerify } from "jose";
import { refusedAs } from "../access/authenticate.ts";
import type { IdentityCaller, RefusedCaller, TrustCaller } from "../access/caller.ts";
import type { RowKeys } from "../access/row-keys.ts";
import type { Database } from "../database/database.ts";
import type { Clock } from "../time/clock.ts";
import { type IssuerKey, IssuerKeys, type IssuerKeysOptions } from "./issuer-keys.ts";
import { type Jwt, readJwt, rememberedMs } from "./jwt.ts";
import { IdentityRefused } from "./refused.ts";
import { authenticTrusts, type CandidateTrust, type Trust, trustsOfIssuer } from "./trust.ts";

/** What signed tokens are verified with. */
export interface IdentitiesOptions extends IssuerKeysOptions {
  readonly database: Database;
  readonly rowKeys: RowKeys;
}

/** Trusts whose failing claims a row of the audit log names. */
const maxNamed = 5;

/** An issuer's trusts, as far as they were looked at. */
interface Sorted {
  first: CandidateTrust | undefined;
  isOfOneTeam: boolean;
  /** Those whose claims and audience fit. */
  readonly fitting: CandidateTrust[];
  /** What fails in some of those whose claims do not. */
  readonly failing: string[];
}

/** Whether one token is signed by a key, by the key's thumbprint: many trusts may have the same. */
type Signatures = Map<string, Promise<void>>;

/** Verifies signed tokens of issuers by the trusts of all teams. */
export class Identities {
  readonly #database: Database;
  readonly #rowKeys: RowKeys;
  readonly #clock: Clock;
  readonly #keys: IssuerKeys;

  constructor(options: IdentitiesOptions) {
    this.#database = options.database;
    this.#rowKeys = options.rowKeys;
    this.#clock = options.clock;
    this.#keys = new IssuerKeys(options);
  }

  /** How many trusts' issuers could not be asked lately. */
  get failingIssuers(): number {
    return this.#keys.failing;
  }

  /**
   * Who sends a signed token. What needs no key is checked first, then the claims, then the signature: what is invented
   * costs next to nothing.
   *
   * @param measure - counts the time that a piece of the work takes.
   * @returns for one that no trust takes a refused caller, with why.
   * @throws ServerError `DATABASE_UNAVAILABLE`.
   */
  async callerOf(compact: string, measure: <T>(work: () => T) => T): Promise<IdentityCaller | RefusedCaller> {
    try {
      const jwt = measure(() => readJwt(compact, this.#clock()));
      const sorted: Sorted = { first: undefined, isOfOneTeam: true, fitting: [], failing: [] };
      for await (const page of trustsOfIssuer(this.#database.reads, jwt.issuer, "runs")) {
        measure(() => sort(sorted, page, jwt));
      }
      if (sorted.first === undefined) throw new IdentityRefused({ reason: "issuer" });
      if (sorted.fitting.length === 0) throw await this.#mismatch(sorted, jwt);
      return await this.#verified(await this.#authentic(sorted.fitting), jwt);
    } catch (error) {
      if (error instanceof IdentityRefused) return refusedIdentity(error);
      throw error;
    }
  }

  #authentic(fitting: readonly CandidateTrust[]): Promise<Trust[]> {
    const ids = fitting.map(({ id }) => id);
    return authenticTrusts(this.#database.reads, this.#rowKeys, ids);
  }

  async #verified(trusts: readonly Trust[], jwt: Jwt): Promise<IdentityCaller> {
    const signatures: Signatures = new Map();
    const results = await Promise.allSettled(trusts.map((trust) => this.#callerBy(trust, jwt, signatures)));
    const fits = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const [first] = fits;
    if (first === undefined) throw worst(results);
    const teams = new Set(fits.map(({ teamId }) => teamId));
    return { kind: "identity", fits, actor: first.actor, id: null, teamId: teams.size === 1 ? first.teamId : null };
  }

  async #callerBy(trust: Trust, jwt: Jwt, signatures: Signatures): Promise<TrustCaller> {
    // The row that was found may have been another one with the same id.
    if (!isFor(trust, jwt)) throw new IdentityRefused({ reason: "trust" });
    const { thumbprint } = await this.#verify(trust, jwt, signatures);
    const hash = createHash("sha256").update(`${thumbprint}.${jwt.signed}`).digest();
    return {
      kind: "trust",
      role: "runner",
      id: trust.id,
      teamId: trust.teamId,
      actor: actorOf(trust, jwt.payload),
      trust: trust.name,
      grants: trust.grants,
      expiresAt: null,
      claims: matchedClaims(trust.claims, jwt.payload),
      once: trust.reusable ? null : { hash, until: jwt.expires * 1000 + rememberedMs },
    };
  }

  async #verify(trust: Trust, jwt: Jwt, signatures: Signatures): Promise<IssuerKey> {
    const key = await this.#keys.find(trust, jwt.keyId, jwt.algorithm);
    const verified = signatures.get(key.thumbprint) ?? verifySignature(jwt, key);
    signatures.set(key.thumbprint, verified);
    await verified;
    return key;
  }

  /** Why no trust fits: of a token that is authentic, the log of the one team that has trusts for its issuer says more. */
  async #mismatch({ first, isOfOneTeam, failing }: Sorted, jwt: Jwt): Promise<IdentityRefused> {
    const reason = failing.length === 0 ? "audience" : "claims";
    const [trust] = isOfOneTeam && first !== undefined ? await this.#authentic([first]) : [];
    if (trust === undefined) return new IdentityRefused({ reason });
    await this.#verify(trust, jwt, new Map());
    return new IdentityRefused({ reason, trusts: failing }, { teamId: trust.teamId });
  }
}

async function verifySignature({ compact, algorithm }: Jwt, { key }: IssuerKey): Promise<void> {
  try {
    await compactVerify(compact, key, { algorithms: [algorithm] });
  } catch (error) {
    throw new IdentityRefused({ reason: "signature" }, { cause: error });
  }
}

function sort(sorted: Sorted, page: readonly CandidateTrust[], { payload, audience }: Jwt): void {
  for (const trust of page) {
    sorted.first ??= trust;
    if (trust.team_id !== sorted.first.team_id) sorted.isOfOneTeam = false;
    const claim = failingClaim(JSON.parse(trust.claims) as Claims, payload);
    if (claim === undefined && trust.audience === audience) sorted.fitting.push(trust);
    if (claim !== undefined && sorted.failing.length < maxNamed) sorted.failing.push(`${trust.name}: ${claim}`);
  }
}

function isFor(trust: Trust, { payload, issuer, audience }: Jwt): boolean {
  const isMeant = trust.for === "runs" && trust.issuer === issuer && trust.audience === audience;
  return isMeant && failingClaim(trust.claims, payload) === undefined;
}

/** The refusal that is shown of several: that of an issuer that could not be asked, as its trust might have fitted. */
function worst(results: readonly PromiseSettledResult<unknown>[]): unknown {
  const reasons = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
  const unknown = reasons.find((reason) => !(reason instanceof IdentityRefused));
  const isUnavailable = (reason: unknown): boolean =>
    reason instanceof IdentityRefused && reason.detail.reason === "issuer unavailable";
  return unknown ?? reasons.find(isUnavailable) ?? reasons[0] ?? new IdentityRefused({ reason: "trust" });
}

/** Whoever sent a signed token that is not taken. */
export function refusedIdentity(error: IdentityRefused): RefusedCaller {
  return { ...refusedAs(error), teamId: error.teamId, detail: { ...error.detail } };
}

/**
 * The trust that a run is to be opened by.
 *
 * @param id - the trust that is meant; null: the only one that fits.
 * @throws IdentityRefused
 */
export function chooseTrust({ fits }: IdentityCaller, id: string | null): TrustCaller {
  const [only, another] = id === null ? fits : fits.filter((fit) => fit.id === id);
  if (only === undefined) throw new IdentityRefused({ reason: "trust" });
  if (another !== undefined) throw new IdentityRefused({ reason: "several trusts fit" });
  return only;
}

import type { LookupFunction } from "node:net";
import { type CryptoKey, calculateJwkThumbprint, importJWK, type JWK } from "jose";
import { remember } from "../remember.ts";
import type { Clock } from "../time/clock.ts";
import { askIssuer } from "./ask-issuer.ts";
import { IdentityRefused } from "./refused.ts";
import type { Trust } from "./trust.ts";

/** A key that verifies signatures of an issuer. */
export interface IssuerKey {
  readonly key: CryptoKey;
  /** Tells it from all other keys. */
  readonly thumbprint: string;
}

/** What keys are found with. */
export interface IssuerKeysOptions {
  readonly clock: Clock;
  /** Bytes of an answer, at most. */
  readonly maxBytes: number;
  /** How long one answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Issuers that are asked at addresses that are not public. */
  readonly anywhere: ReadonlySet<string>;
  /** Resolves names; default the system's. */
  readonly lookup?: LookupFunction | undefined;
  /** Gets why an issuer could not be asked. */
  readonly report: (error: unknown, issuer: string) => void;
}

/** How long keys are believed without asking again, in milliseconds: one that was withdrawn is taken no longer. */
const freshMs = 600_000;
/** How often an issuer is asked for one trust. */
const asks = { count: 4, ms: 60_000 };
/** Trusts whose keys are cached, and keys of one. */
const maxTrusts = 1000;
const maxKeys = 100;
/** Characters of a modulus of 8,192 bits and of an exponent: with more, one signature could take seconds. */
const maxRsa = { n: 1400, e: 8 };

interface Cached {
  keys: readonly JWK[] | undefined;
  /** Imported, by algorithm and id. */
  readonly imported: Map<string, Promise<IssuerKey>>;
  /** When the keys came, in milliseconds since 1970. */
  since: number;
  /** When it was asked lately. */
  asked: readonly number[];
  pending: Promise<void> | undefined;
  /** Whether the last time it could not be asked. */
  failed: boolean;
}

/** The public keys of trusts' issuers, cached for each trust: no trust has another's. */
export class IssuerKeys {
  readonly #options: IssuerKeysOptions;
  readonly #cached = new Map<string, Cached>();

  constructor(options: IssuerKeysOptions) {
    this.#options = options;
  }

  /** How many trusts' issuers could not be asked when they were asked last, in the time for which keys are believed. */
  get failing(): number {
    const since = this.#options.clock() - freshMs;
    return [...this.#cached.values()].filter(({ failed, asked }) => failed && (asked.at(-1) ?? 0) > since).length;
  }

  /**
   * The key by which a signed token says that it is signed. The issuer is asked where its keys are not known, are old, or
   * do not have the key, at most four times a minute.
   *
   * @throws IdentityRefused
   */
  async find(trust: Trust, keyId: string, algorithm: string): Promise<IssuerKey> {
    const cached = this.#cacheOf(trust);
    const now = this.#options.clock();
    const isOld = (): boolean => cached.keys === undefined || (trust.jwks === null && now - cached.since >= freshMs);
    if (trust.jwks === null && (isOld() || this.#pick(cached, keyId, algorithm) === undefined)) {
      await this.#ask(trust, cached, now);
      if (isOld()) throw new IdentityRefused({ reason: "issuer unavailable" });
    }
    const jwk = this.#pick(cached, keyId, algorithm);
    if (jwk === undefined) throw new IdentityRefused({ reason: cached.failed ? "issuer unavailable" : "key" });
    const name = `${algorithm} ${keyId}`;
    const imported = cached.imported.get(name) ?? importKey(jwk, algorithm);
    cached.imported.set(name, imported);
    return imported;
  }

  #cacheOf({ id, jwks }: Trust): Cached {
    const known = this.#cached.get(id);
    if (known !== undefined) return known;
    const keys = jwks === null ? undefined : keysOf(JSON.parse(jwks));
    const made: Cached = { keys, imported: new Map(), since: 0, asked: [], pending: undefined, failed: false };
    remember(this.#cached, id, made, maxTrusts);
    return made;
  }

  #pick({ keys = [] }: Cached, keyId: string, algorithm: string): JWK | undefined {
    const fitting = keys.filter(({ kid, alg = algorithm }) => kid === keyId && alg === algorithm);
    // Where two have the same id, it is not clear which is meant.
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  /** Asks for the keys, together with whoever asks meanwhile; not if it was asked too often. */
  #ask({ issuer }: Trust, cached: Cached, now: number): Promise<void> {
    if (cached.pending !== undefined) return cached.pending;
    cached.asked = cached.asked.filter((at) => at > now - asks.ms);
    if (cached.asked.length >= asks.count) return Promise.resolve();
    cached.asked = [...cached.asked, now];
    const pending = this.#keysFrom(issuer)
      .then((keys) => {
        cached.keys = keys;
        cached.since = now;
        cached.imported.clear();
        cached.failed = false;
      })
      .catch((error: unknown) => {
        cached.failed = true;
        this.#options.report(error, issuer);
      })
      .finally(() => {
        cached.pending = undefined;
      });
    cached.pending = pending;
    return pending;
  }

  async #keysFrom(issuer: string): Promise<JWK[]> {
    const { maxBytes, timeoutMs, anywhere, lookup } = this.#options;
    const options = { maxBytes, timeoutMs, anywhere: anywhere.has(issuer), ...(lookup && { lookup }) };
    const document = await askIssuer(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, options);
    const { issuer: named, jwks_uri: uri } = Object(document) as { issuer?: unknown; jwks_uri?: unknown };
    if (named !== issuer) throw new Error("the issuer's discovery document is another issuer's");
    if (typeof uri !== "string") throw new Error("the issuer's discovery document names no jwks_uri");
    return keysOf(await askIssuer(uri, options));
  }
}

/** The keys of a JWK Set that may verify: public ones of asymmetric algorithms, made for signatures. */
function keysOf(set: unknown): JWK[] {
  const { keys } = Object(set) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error("the issuer's keys are no JWK Set");
  return keys.slice(0, maxKeys).filter((one: unknown): one is JWK => {
    const { kty, use, n, e, kid } = Object(one) as Record<string, unknown>;
    if (typeof kid !== "string" || (use !== undefined && use !== "sig")) return false;
    if (kty === "RSA") return String(n).length <= maxRsa.n && String(e).length <= maxRsa.e;
    return kty === "EC" || kty === "OKP";
  });
}

async function importKey(jwk: JWK, algorithm: string): Promise<IssuerKey> {
  try {
    const { kty, crv, x, y, n, e } = jwk;
    const bare = Object.fromEntries(
      Object.entries({ kty, crv, x, y, n, e }).filter(([, part]) => part !== undefined),
    ) as JWK;
    const key = await importJWK(bare, algorithm);
    if (key instanceof Uint8Array) throw new Error("not a public key");
    return { key, thumbprint: await calculateJwkThumbprint(bare) };
  } catch (error) {
    throw new IdentityRefused({ reason: "key" }, { cause: error });
  }
}

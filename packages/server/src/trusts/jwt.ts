import type { Payload } from "@keyfold/common/claims";
import { bearerOf } from "../access/authenticate.ts";
import { IdentityRefused, type RefusalDetail } from "./refused.ts";

/** A signed token of an issuer, as it says: nothing of it is verified yet. */
export interface Jwt {
  /** The whole, for whoever verifies it. */
  readonly compact: string;
  /** What is signed: the signature may be spelled in more than one way. */
  readonly signed: string;
  readonly algorithm: string;
  readonly keyId: string;
  readonly payload: Payload;
  readonly issuer: string;
  readonly audience: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

const form = /^[\w-]+\.[\w-]+\.[\w-]*$/;
/** GitHub's have about 2,000, those of GitLab for somebody in many groups several thousand. */
const maxCharacters = 12_288;

/** Signatures that only the holder of a private key makes. */
const algorithms: ReadonlySet<unknown> = new Set([
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
]);

/** Where a header could name a key of its own choice. */
const foreignKeys = ["jku", "x5u", "jwk", "x5c", "crit"];

const leewaySeconds = 60;
const maxLifeSeconds = 86_400;

/** How long a token may still be taken after its `exp`, in milliseconds, by a server whose clock is behind too. */
export const rememberedMs: number = leewaySeconds * 1000 + 300_000;

/** The token of an `Authorization` header if it has the form of one that is signed by an issuer, else undefined. */
export function bearerJwt(authorization: string | undefined): string | undefined {
  const token = bearerOf(authorization);
  return token.includes(".") ? token : undefined;
}

/**
 * Reads a signed token, and checks all that needs no key: a few kilobytes are looked at, no more.
 *
 * @param now - milliseconds since 1970.
 * @throws IdentityRefused
 */
export function readJwt(compact: string, now: number): Jwt {
  if (compact.length > maxCharacters) throw refused("size");
  if (!form.test(compact)) throw refused("format");
  const [first = "", second = ""] = compact.split(".");
  const header = objectFrom(first);
  const payload = objectFrom(second);
  if (foreignKeys.some((name) => Object.hasOwn(header, name))) throw refused("header");
  const { alg: algorithm, kid: keyId } = header;
  if (!algorithms.has(algorithm)) throw refused("algorithm");
  if (typeof keyId !== "string") throw refused("key");
  const { iss: issuer, aud } = payload;
  if (typeof issuer !== "string") throw refused("issuer");
  // A list of one says the same; of several, another service could send it on.
  const audience = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
  if (typeof audience !== "string") throw refused("audience");
  const expires = checkTimes(payload, now / 1000);
  const signed = `${first}.${second}`;
  return { compact, signed, algorithm: algorithm as string, keyId, payload, issuer, audience, expires };
}

function checkTimes({ exp, nbf, iat }: Payload, now: number): number {
  if (!isTime(exp) || !isTime(iat) || exp - iat > maxLifeSeconds) throw refused("lifetime");
  if (exp <= now - leewaySeconds) throw refused("expired");
  if (nbf !== undefined && !(isTime(nbf) && nbf <= now + leewaySeconds)) throw refused("not yet valid");
  if (iat > now + leewaySeconds) throw refused("issued in the future");
  return exp;
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

function objectFrom(base64url: string): Payload {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(base64url, "base64url")));
  } catch {
    // Its message would show a part of it.
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refused("format");
  return value as Payload;
}

function refused(reason: RefusalDetail["reason"]): IdentityRefused {
  return new IdentityRefused({ reason });
}

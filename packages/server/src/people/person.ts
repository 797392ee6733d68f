import { createHash } from "node:crypto";
import type { ProviderAnswer } from "./provider.ts";

/** Somebody whom the provider vouched for. */
export interface Person {
  readonly issuer: string;
  /** Who it is at the issuer, whatever they are called there. */
  readonly subject: string;
  /** As the provider verified it, in lower case; null: it verified none, or one that could be taken for another's. */
  readonly email: string | null;
}

type Claims = ProviderAnswer["claims"];

const maxEmail = 200;
const maxSubject = 255;
/** Of ASCII alone: no letter of another alphabet looks like one of these. */
const plainEmail = /^[a-z0-9][a-z0-9._%+-]*@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;
const plainSubject = /^[A-Za-z0-9][A-Za-z0-9._|-]{0,99}$/;

/** Whom the provider's answer is about. */
export function personOf(issuer: string, claims: Claims): Person {
  const { sub, email, email_verified: isVerified } = claims;
  const lower = isVerified === true && typeof email === "string" ? email.slice(0, maxEmail + 1).toLowerCase() : "";
  const isPlain = lower.length <= maxEmail && plainEmail.test(lower);
  return { issuer, subject: String(sub).slice(0, maxSubject), email: isPlain ? lower : null };
}

/** What trusts are compared with: an email that nobody verified is none. */
export function claimsForTrusts(claims: Claims): Claims {
  if (claims.email_verified === true) return claims;
  return Object.fromEntries(Object.entries(claims).filter(([name]) => name !== "email"));
}

/**
 * How the audit log calls a person: `sso:` and their email, or where another has that name, or it is not known, the subject.
 * Nobody else's token can be called so, as these names are reserved.
 */
export function nameOf({ email }: Person): string | undefined {
  return email === null ? undefined : `sso:${email}`;
}

/** The same by the subject alone, which no other person of the issuer has. An email never begins so. */
export function nameBySubject({ issuer, subject }: Person): string {
  if (plainSubject.test(subject)) return `sso:/${subject}`;
  return `sso:/sha256/${createHash("sha256").update(`${issuer} ${subject}`).digest("hex").slice(0, 32)}`;
}

import { hash, randomBytes } from "node:crypto";

declare const kind: unique symbol;

/** The token of a person or a service, with a role in one team. */
export type TeamToken = string & { readonly [kind]: "team" };

/** The token of one run. */
export type RunToken = string & { readonly [kind]: "run" };

/** What a browser's cookie holds of a session. */
export type SessionToken = string & { readonly [kind]: "session" };

/** A string that has the form of a token, by its kind. */
type ParsedToken = { kind: "team"; token: TeamToken } | { kind: "run"; token: RunToken };

const teamTokenPrefix = "keyfold_team_";
const runTokenPrefix = "keyfold_run_";
const sessionTokenPrefix = "keyfold_session_";
const form = /^keyfold_(?:team|run)_[A-Za-z0-9_-]{49}$/;
const sessionForm = /^keyfold_session_[A-Za-z0-9_-]{49}$/;
const checksumLength = 6;

/** A new team token of 256 random bits. */
export function makeTeamToken(): TeamToken {
  return makeToken(teamTokenPrefix) as TeamToken;
}

/** A new run token of 256 random bits. */
export function makeRunToken(): RunToken {
  return makeToken(runTokenPrefix) as RunToken;
}

/** A new session token of 256 random bits. */
export function makeSessionToken(): SessionToken {
  return makeToken(sessionTokenPrefix) as SessionToken;
}

function makeToken(prefix: string): string {
  const body = prefix + randomBytes(32).toString("base64url");
  return body + tokenChecksum(body);
}

/**
 * The last six characters of a token. They tell a real token from a mistyped or invented one without the database, and
 * a leak scanner that it found one.
 */
export function tokenChecksum(prefixAndBody: string): string {
  return Buffer.from(hash("sha256", prefixAndBody, "hex").slice(0, 8), "hex").toString("base64url");
}

/** What kind of token a string is, or undefined if it can't be one: the form or the checksum is wrong. */
export function parseToken(string: string): ParsedToken | undefined {
  if (!form.test(string) || !hasChecksum(string)) return undefined;
  return string.startsWith(runTokenPrefix)
    ? { kind: "run", token: string as RunToken }
    : { kind: "team", token: string as TeamToken };
}

/** The same for what a cookie holds, which is never a token of a header. */
export function parseSessionToken(string: string): SessionToken | undefined {
  return sessionForm.test(string) && hasChecksum(string) ? (string as SessionToken) : undefined;
}

function hasChecksum(string: string): boolean {
  return tokenChecksum(string.slice(0, -checksumLength)) === string.slice(-checksumLength);
}

/** What is stored of a token. A fast hash is enough: there are 256 random bits to guess. */
export function hashToken(token: TeamToken | RunToken | SessionToken): Buffer {
  return hash("sha256", token, "buffer");
}

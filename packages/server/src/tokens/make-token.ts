import { createHash, randomBytes } from "node:crypto";

declare const kind: unique symbol;

/** The token of a person or a service, with a role in one team. */
export type TeamToken = string & { readonly [kind]: "team" };

/** The token of one run. */
export type RunToken = string & { readonly [kind]: "run" };

export const teamTokenPrefix = "keyfold_team_";
export const runTokenPrefix = "keyfold_run_";

/** A new token of 256 random bits. */
export function makeTeamToken(): TeamToken {
  return makeToken(teamTokenPrefix) as TeamToken;
}

export function makeRunToken(): RunToken {
  return makeToken(runTokenPrefix) as RunToken;
}

/**
 * The last six characters of a token. They tell a real token from a mistyped or invented one without the database, and
 * a leak scanner that it found one.
 */
export function tokenChecksum(prefixAndBody: string): string {
  return createHash("sha256").update(prefixAndBody, "utf8").digest().subarray(0, 4).toString("base64url");
}

function makeToken(prefix: string): string {
  const body = prefix + randomBytes(32).toString("base64url");
  return body + tokenChecksum(body);
}

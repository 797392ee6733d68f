import { type Claims, type ClaimValue, maxPath } from "@keyfold/common/claims";
import { docsPage } from "@keyfold/common/docs-page";
import { lintTrust } from "@keyfold/common/platforms";
import type { CreateTrustInput } from "../generated/resolvers.ts";
import { ServerError } from "../server-error.ts";
import { isIssuer } from "../settings/http-url.ts";
import type { Limits } from "../settings/limits.ts";
import type { Trust } from "../trusts/trust.ts";
import { readGrants } from "./grants.ts";
import { checkTtl, maxTokenTtlSeconds } from "./lifetimes.ts";
import { checkName } from "./names.ts";

/** What a new trust is made of, checked. */
export type NewTrustInput = Omit<Trust, "id" | "teamId">;

/** How long a person's token lives, in seconds, where the trust does not say: a working day. */
const defaultTokenSeconds = 28_800;
const maxClaims = 32;
const maxValues = 100;
const maxKeys = 100;
const maxAudience = 2048;

/**
 * Reads a new trust, and refuses one that would let in whom nobody meant.
 *
 * @param server - the origin of its setting `public_url`, as signed tokens have it, and its client id at the provider of sign-in.
 * @throws ServerError `BAD_INPUT`, `LIMIT_EXCEEDED`.
 */
export function readTrust(
  input: CreateTrustInput,
  server: Readonly<Record<"publicUrl" | "clientId", string | undefined>>,
  limits: Limits,
): NewTrustInput {
  const { publicUrl, clientId } = server;
  const { name, issuer, for: purpose } = input;
  checkName(name, limits.nameCharacters, "A trust's name");
  if (!isIssuer(issuer)) {
    throw badTrust(
      "The issuer is not a URL of https, or of http on loopback, in its plain form without query and fragment.",
      "Write it as the tokens' iss has it.",
    );
  }
  const claims = readClaims(input.claims.reveal(), limits);
  const problem = lintTrust(issuer, claims);
  if (problem !== undefined)
    throw badTrust(
      problem,
      `Bind what is missing with more claims; see ${docsPage("trusts.md#what-a-trust-demands")}.`,
    );
  const grants = readGrants({ grants: input.grants }, limits);
  const isForRuns = purpose === "runs";
  if (isForRuns && grants.some(({ role }) => role !== "runner")) {
    throw badTrust("A trust for runs has grants of runner only.", "Give people other roles, by a trust for people.");
  }
  const given = { tokenSeconds: input.tokenSeconds ?? null, jwks: input.jwks?.reveal() ?? null };
  if (isForRuns ? given.tokenSeconds !== null : given.jwks !== null || input.reusable === true) {
    throw badTrust(
      "tokenSeconds is for people, jwks and reusable are for runs.",
      "Leave out what is not for this trust's purpose.",
    );
  }
  return {
    name,
    for: purpose,
    issuer,
    audience: readAudience(input.audience ?? (isForRuns ? null : (clientId ?? null)), isForRuns, publicUrl),
    claims,
    grants,
    tokenSeconds: isForRuns ? null : checkTtl(given.tokenSeconds ?? defaultTokenSeconds, maxTokenTtlSeconds),
    jwks: given.jwks === null ? null : readJwks(given.jwks, limits),
    reusable: input.reusable ?? false,
  };
}

function readAudience(given: string | null, isForRuns: boolean, publicUrl: string | undefined): string {
  const audience = given ?? publicUrl;
  if (audience === undefined) {
    throw badTrust("The trust has no audience, and the server has no public_url.", "Set server.public_url.");
  }
  if (audience === "" || audience.length > maxAudience) {
    throw badTrust(`The audience is empty or has more than ${maxAudience} characters.`, "Leave it out.");
  }
  if (!isForRuns || publicUrl === undefined || audience === publicUrl) return audience;
  throw badTrust(
    "The audience is not the server's public_url: another service that gets such tokens could open runs with them.",
    `Leave it out, and have tokens made for ${publicUrl}.`,
  );
}

function readClaims(value: unknown, { claimBytes }: Limits): Claims {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badClaims("are no object");
  if (Buffer.byteLength(JSON.stringify(value)) > claimBytes) {
    const tip = "Demand less, or of fewer.";
    throw new ServerError("LIMIT_EXCEEDED", `The claims have more than ${claimBytes} bytes as JSON.`, tip);
  }
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length > maxClaims) throw badClaims(`are more than ${maxClaims}`);
  for (const [path, wanted] of entries) {
    const names = path.split(".");
    if (names.includes("") || names.length > maxPath.names || path.length > maxPath.characters) {
      throw badClaims(
        `have the path ${shown(path)}, which has an empty name, more than ${maxPath.names}, or is too long`,
      );
    }
    const beyond = entries.find(([other]) => other.startsWith(`${path}.`));
    if (beyond)
      throw badClaims(`are ambiguous: ${shown(beyond[0])} would be a claim of its own, or stand in ${shown(path)}`);
    if (!isClaimValue(wanted)) {
      throw badClaims(`have for ${shown(path)} neither a string, a boolean, nor a list of 1 to ${maxValues} of them`);
    }
  }
  return Object.fromEntries(entries) as Claims;
}

function isClaimValue(value: unknown): value is ClaimValue {
  const isScalar = (one: unknown): boolean => typeof one === "string" || typeof one === "boolean";
  if (!Array.isArray(value)) return isScalar(value);
  return value.length > 0 && value.length <= maxValues && value.every(isScalar);
}

/** Keys that verify, and can't sign. */
function readJwks(value: unknown, { jwksBytes }: Limits): string {
  const json = JSON.stringify(value);
  if (Buffer.byteLength(json) > jwksBytes) {
    throw new ServerError("LIMIT_EXCEEDED", `The jwks have more than ${jwksBytes} bytes.`, "Leave out old keys.");
  }
  const { keys } = Object(value) as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > maxKeys) {
    throw badTrust(`The jwks are no JWK Set of 1 to ${maxKeys} keys.`, 'Write {"keys": [{"kty": …, "kid": …}]}.');
  }
  for (const key of keys) {
    const { kty, kid, ...parts } = Object(key) as Record<string, unknown>;
    if (!["RSA", "EC", "OKP"].includes(kty as string) || typeof kid !== "string") {
      throw badTrust("A key of the jwks has no kid, or is none of RSA, EC or OKP.", "Use the issuer's public keys.");
    }
    if (["d", "p", "q", "k"].some((part) => Object.hasOwn(parts, part))) {
      throw badTrust("A key of the jwks is a private key.", "Give the public part alone, and make a new key pair.");
    }
  }
  return json;
}

function shown(path: string): string {
  return JSON.stringify(path.slice(0, maxPath.characters));
}

function badClaims(what: string): ServerError {
  return badTrust(`The claims ${what}.`, 'Write {"repository": "acme/orders"}, with dots for what stands in objects.');
}

function badTrust(message: string, tip: string): ServerError {
  return new ServerError("BAD_INPUT", message, tip);
}

import type { CreateTrustInput, ListedTrust, TrustPurpose } from "@keyfold/client";
import { type Claims, type ClaimValue, readClaims } from "@keyfold/common/claims";
import { type Preset, presets } from "@keyfold/common/platforms";
import { connect, type ServerFlags } from "../server/connect.ts";
import { readGrants, stackGrant } from "../server/grants.ts";
import { CommandError, UsageError } from "../terminal/command-error.ts";
import { formatTable, printable } from "../terminal/format.ts";
import { readTextFile } from "../terminal/input.ts";
import { printResult } from "../terminal/print.ts";

export interface CreateTrustFlags extends ServerFlags {
  name: string;
  preset?: Preset;
  issuer?: string;
  /** Each as it is typed. */
  claim?: string[];
  /** Each as it is typed. */
  grant?: string[];
  /** What the runs of one more grant use; each as it is typed. */
  use?: string[];
  for: TrustPurpose;
  audience?: string;
  jwks?: string;
  reusable?: boolean;
  /** In seconds. */
  tokenTtl?: number;
}

/**
 * Makes a trust. The server refuses one that would let in more than is meant, and says what.
 *
 * @throws UsageError for what can't be read; ClientError with the server's code.
 */
export async function createTrust({ name, preset, claim = [], ...flags }: CreateTrustFlags): Promise<void> {
  const issuer = flags.issuer ?? (preset && presets[preset].issuer);
  if (issuer === undefined)
    throw new UsageError("It is not clear whose tokens the trust takes.", "Give --preset, or --issuer with its URL.");
  const grants = readGrants(flags.grant ?? [], flags.use ?? []);
  if (grants.length === 0)
    throw new UsageError("It may do nothing.", "Give one or more --grant 'runner:prod/orders/*', or --use.");
  const reusable = flags.reusable ?? (preset && presets[preset].reusable);
  const { audience, jwks, tokenTtl } = flags;
  const input: CreateTrustInput = {
    name,
    for: flags.for,
    issuer,
    claims: claimsOf(claim),
    grants,
    audience,
    jwks: jwks === undefined ? undefined : readJwks(jwks),
    reusable,
    tokenSeconds: tokenTtl,
  };
  const { client } = await connect(flags);
  const { id } = await client.createTrust(input);
  printResult(flags.json, { id, name }, () => `The trust ${printable(name)} is there. Its id is ${id}.`);
}

function claimsOf(typed: readonly string[]): Claims {
  const read = readClaims(typed);
  if ("claims" in read) return read.claims;
  const tip = "Write --claim repository=acme/orders, or --claim trusted:=true for a boolean.";
  throw new UsageError(`--claim ${printable(read.wrong)} is not a claim.`, tip);
}

function readJwks(file: string): unknown {
  const text = readTextFile(file);
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError("INVALID_JSON", `${file} is not JSON.`, "Give a file with a JWK Set.");
  }
}

/** Lists the team's trusts. */
export async function listTrusts(flags: ServerFlags): Promise<void> {
  const { client } = await connect(flags);
  const trusts = await client.trusts();
  const rows = trusts.map((trust) => [
    [trust.name, `  ${trust.for}`],
    [trust.issuer, ...Object.entries(trust.claims as Claims).map(([claim, value]) => `  ${formatClaim(claim, value)}`)],
    trust.grants.flatMap(stackGrant),
  ]);
  printResult(flags.json, trusts, () =>
    formatTable(["NAME", "ISSUER AND CLAIMS", "GRANTS"], rows, "There are no trusts.", {
      NAME: 0,
      "ISSUER AND CLAIMS": 0,
      GRANTS: 0,
    }),
  );
}

function formatClaim(claim: string, value: ClaimValue): string {
  const values = [value].flat() as (string | boolean)[];
  return `${claim} = ${values.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join(" or ")}`;
}

export interface DeleteTrustFlags extends ServerFlags {
  yes?: boolean;
}

/** Deletes a trust, after confirmation. */
export async function deleteTrust(name: string, { yes, ...flags }: DeleteTrustFlags): Promise<void> {
  const { client, server } = await connect(flags);
  const trust = find(await client.trusts(), name);
  const { confirm } = await import("../terminal/prompt.ts");
  await confirm(`Delete the trust ${printable(trust.name)} of ${server.url}, and end the runs that it opened?`, yes);
  await client.deleteTrust({ id: trust.id });
  printResult(flags.json, { id: trust.id, deleted: true }, () => `The trust ${printable(trust.name)} is deleted.`);
}

function find(trusts: readonly ListedTrust[], name: string): ListedTrust {
  const found = trusts.find((trust) => trust.id === name) ?? trusts.find((trust) => trust.name === name);
  if (found) return found;
  throw new CommandError("NOT_FOUND", `There is no trust ${printable(name)}.`, "See them with: keyfold trust list");
}

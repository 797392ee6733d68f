import { type Claims, failingClaim } from "@keyfold/common/claims";
import type { Kysely } from "kysely";
import { type Grant, serializeGrants } from "../access/grants.ts";
import type { RowKeys } from "../access/row-keys.ts";
import type { Queries } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { authenticTrusts, type Trust, trustsOfIssuer } from "../trusts/trust.ts";
import { claimsForTrusts } from "./person.ts";
import type { ProviderAnswer } from "./provider.ts";

/** A team that takes somebody in, by those of its trusts that fit. */
export interface Membership {
  readonly teamId: string;
  readonly team: string;
  readonly trustIds: readonly string[];
  /** Of all of these trusts. */
  readonly grants: readonly Grant[];
  /** The shortest of these trusts' lives. */
  readonly tokenSeconds: number;
}

/** Whom trusts for people must name: the provider, and this server as it knows it or by its public URL. */
export interface Audience {
  readonly issuer: string;
  readonly clientId: string;
  readonly publicUrl: string | undefined;
}

/** Teams that take in somebody of whom the provider says something, by name. */
export async function membershipsOf(
  queries: Queries,
  keys: RowKeys,
  audience: Audience,
  claims: ProviderAnswer["claims"],
): Promise<Membership[]> {
  const compared = claimsForTrusts(claims);
  const ids: string[] = [];
  for await (const page of trustsOfIssuer(queries, audience.issuer, "people")) {
    const fitting = page.filter((trust) => failingClaim(JSON.parse(trust.claims) as Claims, compared) === undefined);
    ids.push(...fitting.map(({ id }) => id));
  }
  return membershipsBy(queries, keys, audience, ids, compared);
}

/**
 * The same by trusts that were found to fit, as far as they are still there.
 *
 * @param claims - what the trusts must fit; absent: authentic ones were found to.
 */
export async function membershipsBy(
  queries: Queries,
  keys: RowKeys,
  { issuer, clientId, publicUrl }: Audience,
  trustIds: readonly string[],
  claims?: ProviderAnswer["claims"],
): Promise<Membership[]> {
  if (trustIds.length === 0) return [];
  const trusts = await authenticTrusts(queries, keys, trustIds);
  const fitting = trusts.filter(
    (trust) =>
      trust.for === "people" &&
      trust.issuer === issuer &&
      (trust.audience === clientId || trust.audience === publicUrl) &&
      (claims === undefined || failingClaim(trust.claims, claims) === undefined),
  );
  return byTeam(
    queries.query,
    keys,
    fitting.sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
}

async function byTeam(query: Kysely<Tables>, keys: RowKeys, trusts: readonly Trust[]): Promise<Membership[]> {
  if (trusts.length === 0) return [];
  const teamIds = [...new Set(trusts.map(({ teamId }) => teamId))];
  const teams = await query.selectFrom("team").selectAll().where("id", "in", teamIds).orderBy("name").execute();
  return teams
    .filter((team) => keys.isTeam(team))
    .map((team) => {
      const own = trusts.filter(({ teamId }) => teamId === team.id);
      const grants = new Map(own.flatMap((trust) => trust.grants.map((grant) => [serializeGrants([grant]), grant])));
      return {
        teamId: team.id,
        team: team.name,
        trustIds: own.map(({ id }) => id),
        grants: [...grants.values()],
        tokenSeconds: Math.min(...own.map(({ tokenSeconds }) => tokenSeconds ?? 0)),
      };
    });
}

import { liveTokensNamed } from "../access/live.ts";
import { adminGrants, describeToken, insertToken, newToken } from "../access/new-team.ts";
import { commandEntry } from "../audit/audit-entry.ts";
import { checkName } from "../input/names.ts";
import { ServerError } from "../server-error.ts";
import { defaultLimits } from "../settings/limits.ts";
import type { InstanceSettings } from "../settings/settings.ts";
import type { Clock } from "../time/clock.ts";
import { recordCommand } from "./command-record.ts";
import { openInstance } from "./open-instance.ts";

export interface CreateAdminOptions {
  readonly settings: InstanceSettings;
  /** The name of the team; without it, the instance's first. */
  readonly team?: string | undefined;
  /** The token's name. */
  readonly name: string;
  /** Whether it has a grant of runner, too. */
  readonly runner: boolean;
  readonly clock?: Clock;
}

/**
 * Makes an admin's token for a team whose last one is gone, and records that. Whoever can open the instance can read all of
 * it, so nobody gains by it.
 *
 * @throws ServerError what `openInstance` throws; `NOT_FOUND` for a team that is not there, `CONFLICT` for a name that a live
 *   token of the team has, `BAD_INPUT` for what is no name.
 */
export async function createAdmin(options: CreateAdminOptions): Promise<{ team: string; token: string }> {
  const { settings, name, runner, clock = Date.now } = options;
  checkName(name, defaultLimits.nameCharacters, "A token's name");
  const instance = await openInstance(settings);
  try {
    const createdAt = clock();
    const { reader } = instance.database;
    const named = reader.selectFrom("team").select(["id", "name"]);
    const team = await (options.team === undefined
      ? named.where("is_first", "=", 1)
      : named.where("name", "=", options.team)
    ).executeTakeFirst();
    if (team === undefined) throw new ServerError("NOT_FOUND", "There is no team of that name.", "Check its spelling.");
    const token = newToken({
      ...{ teamId: team.id, name, createdAt, createdBy: "create-admin", createdById: null, expiresAt: null },
      grants: adminGrants(runner),
    });
    const entry = commandEntry("create-admin", "token.create", createdAt);
    const recorded = { ...entry, teamId: team.id, subject: token.id, detail: describeToken(token) };
    await recordCommand(settings, instance, recorded, async (transaction) => {
      if ((await liveTokensNamed(transaction.query, team.id, name, createdAt)).length > 0) {
        throw new ServerError("CONFLICT", "The team has a live token of this name.", "Choose another with --name.");
      }
      await insertToken(transaction, instance.rowKeys, token);
    });
    return { team: team.name, token: token.token };
  } finally {
    await instance.database.close();
  }
}

import type { JsonFlag } from "../commands/command.ts";
import { allPages } from "../server/all-pages.ts";
import { connect } from "../server/connect.ts";
import { instant } from "../terminal/instant.ts";
import { answer } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";

/** Lists the team's tokens, the newest first. */
export async function listTokens({ json }: JsonFlag): Promise<void> {
  const { client } = await connect();
  const tokens = await allPages(
    (page) => client.tokens(page),
    ({ id }) => id,
  );
  answer(json, tokens, () =>
    table(
      ["ID", "NAME", "ROLE", "CREATED", "LAST USED", "STATE"],
      tokens.map((token) => [
        token.id,
        token.name,
        token.role,
        instant(token.createdAt),
        instant(token.lastUsedAt),
        stateOf(token),
      ]),
      "There are no tokens.",
    ),
  );
}

function stateOf({ revokedAt, expiresAt }: { revokedAt?: string | null; expiresAt?: string | null }): string {
  if (revokedAt) return `revoked ${instant(revokedAt)}`;
  if (!expiresAt) return "good until revoked";
  return `${Date.parse(expiresAt) > Date.now() ? "good until" : "expired"} ${instant(expiresAt)}`;
}

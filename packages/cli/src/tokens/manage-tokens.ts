import { connect } from "../server/connect.ts";
import { allPages } from "../server/requests.ts";
import { formatInstant, formatTable, printable } from "../terminal/format.ts";
import { type JsonFlag, note, printResult } from "../terminal/print.ts";

export interface CreateFlags extends JsonFlag {
  role: "admin" | "editor" | "runner";
  name: string;
  /** In seconds. */
  ttl?: number;
}

/** Makes a token. Without `--json` only the token is on standard output, so that it can be piped on. */
export async function createToken({ role, name, ttl, json }: CreateFlags): Promise<void> {
  const { client } = await connect();
  const created = await client.createToken({ name, role, ...(ttl === undefined ? {} : { ttlSeconds: ttl }) });
  const { id, token, expiresAt } = created;
  printResult(json, { id, name, token, role: created.role, expiresAt: expiresAt ?? null }, () => token);
  if (json) return;
  const until = expiresAt ? `good until ${formatInstant(expiresAt)}` : "good until it is revoked";
  note(`this is shown once. Its id is ${id}; it is ${until}.`);
}

/** Lists the team's tokens, the newest first. */
export async function listTokens({ json }: JsonFlag): Promise<void> {
  const { client } = await connect();
  const tokens = await allPages(
    (page) => client.tokens(page),
    ({ id }) => id,
  );
  const rows = tokens.map((token) => [
    token.id,
    token.name,
    token.role,
    formatInstant(token.createdAt),
    formatInstant(token.lastUsedAt),
    stateOf(token),
  ]);
  const heading = ["ID", "NAME", "ROLE", "CREATED", "LAST USED", "STATE"];
  printResult(json, tokens, () => formatTable(heading, rows, "There are no tokens."));
}

function stateOf({ revokedAt, expiresAt }: { revokedAt?: string | null; expiresAt?: string | null }): string {
  if (revokedAt) return `revoked ${formatInstant(revokedAt)}`;
  if (!expiresAt) return "good until revoked";
  return `${Date.parse(expiresAt) > Date.now() ? "good until" : "expired"} ${formatInstant(expiresAt)}`;
}

export interface RevokeFlags extends JsonFlag {
  yes?: boolean;
}

/** Revokes a token for good, after confirmation. */
export async function revokeToken(id: string, { json, yes }: RevokeFlags): Promise<void> {
  const { client, server } = await connect();
  const { confirm } = await import("../terminal/prompt.ts");
  await confirm(`Revoke the token ${printable(id)} of ${server.url}?`, yes);
  await client.revokeToken({ id });
  printResult(json, { id, revoked: true }, () => `The token ${printable(id)} is revoked.`);
}

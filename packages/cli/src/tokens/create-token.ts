import type { TokenCreateFlags } from "../commands/token-create.ts";
import { connect } from "../server/connect.ts";
import { instant } from "../terminal/instant.ts";
import { answer, note } from "../terminal/print.ts";

/** Makes a token. In words only the token is on standard output, so that it can be piped on. */
export async function createToken({ role, name, ttl, json }: TokenCreateFlags): Promise<void> {
  const { client } = await connect();
  const made = await client.createToken({ name, role, ...(ttl === undefined ? {} : { ttlSeconds: ttl }) });
  const { id, token, expiresAt } = made;
  answer(json, { id, name, token, role: made.role, expiresAt: expiresAt ?? null }, () => token);
  if (json) return;
  const until = expiresAt ? `good until ${instant(expiresAt)}` : "good until it is revoked";
  note(`this is shown once. Its id is ${id}; it is ${until}.`);
}

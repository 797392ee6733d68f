import type { ConfirmedFlags } from "../commands/secret-rm.ts";
import { connect } from "../server/connect.ts";
import { confirm } from "../terminal/confirm.ts";
import { answer } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";

/** Revokes a token for good, once the person said yes. */
export async function revokeToken(id: string, { json, yes }: ConfirmedFlags): Promise<void> {
  const { client, server } = await connect();
  await confirm(`Revoke the token ${printable(id)} of ${server.url}?`, yes);
  await client.revokeToken({ id });
  answer(json, { id, revoked: true }, () => `The token ${printable(id)} is revoked.`);
}

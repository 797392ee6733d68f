import type { ConfirmedFlags } from "../commands/secret-rm.ts";
import { connect } from "../server/connect.ts";
import { confirm } from "../terminal/confirm.ts";
import { answer } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";

/** Removes a secret for good, once the person said yes. */
export async function removeSecret(name: string, { json, yes }: ConfirmedFlags): Promise<void> {
  const { client, server } = await connect();
  await confirm(`Remove ${printable(name)} and every version of its value from ${server.url}?`, yes);
  await client.deleteSecret({ name });
  answer(json, { name, removed: true }, () => `${printable(name)} is removed.`);
}

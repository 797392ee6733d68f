import type { RollbackFlags } from "../commands/secret-rollback.ts";
import { connect } from "../server/connect.ts";
import { answer } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";

/** Sets an older version's value again. */
export async function rollBackSecret(name: string, { to, json }: RollbackFlags): Promise<void> {
  const { client } = await connect();
  const { version } = await client.rollbackSecret({ name, version: to });
  answer(
    json,
    { name, version },
    () => `${printable(name)} has the value of version ${to} again, as version ${version}.`,
  );
}

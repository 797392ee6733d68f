import { CommandError } from "../command-error.ts";
import type { JsonFlag } from "../commands/command.ts";
import { connect } from "../server/connect.ts";
import { instant } from "../terminal/instant.ts";
import { answer } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";

/** Shows when and by whom a secret's versions were set, the newest first. */
export async function showHistory(name: string, { json }: JsonFlag): Promise<void> {
  const { client } = await connect();
  const secret = await client.secret(name);
  if (secret === undefined) {
    throw new CommandError("NOT_FOUND", `There is no secret ${JSON.stringify(name)}.`, "See keyfold secret list.");
  }
  answer(json, secret, () =>
    table(
      ["VERSION", "SET", "BY"],
      secret.versions.map(({ version, createdAt, createdBy }) => [String(version), instant(createdAt), createdBy]),
      "It has no versions.",
    ),
  );
}

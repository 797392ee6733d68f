import type { JsonFlag } from "../commands/command.ts";
import { allPages } from "../server/all-pages.ts";
import { connect } from "../server/connect.ts";
import { instant } from "../terminal/instant.ts";
import { answer } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";

/** Lists the team's secrets. */
export async function listSecrets({ json }: JsonFlag): Promise<void> {
  const { client } = await connect();
  const secrets = await allPages(
    (page) => client.secrets(page),
    ({ name }) => name,
  );
  answer(json, secrets, () =>
    table(
      ["NAME", "VERSION", "UPDATED", "BY"],
      secrets.map(({ name, version, updatedAt, updatedBy }) => [name, String(version), instant(updatedAt), updatedBy]),
      "There are no secrets yet. Set one with: keyfold secret set NAME",
    ),
  );
}

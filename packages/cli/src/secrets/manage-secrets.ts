import { connect } from "../server/connect.ts";
import { allPages } from "../server/requests.ts";
import { CommandError } from "../terminal/command-error.ts";
import { formatInstant, formatTable, printable } from "../terminal/format.ts";
import { type JsonFlag, printResult } from "../terminal/print.ts";

/** Lists the team's secrets. */
export async function listSecrets({ json }: JsonFlag): Promise<void> {
  const { client } = await connect();
  const secrets = await allPages(
    (page) => client.secrets(page),
    ({ name }) => name,
  );
  const rows = secrets.map((row) => [row.name, String(row.version), formatInstant(row.updatedAt), row.updatedBy]);
  const none = "There are no secrets yet. Set one with: keyfold secret set NAME";
  printResult(json, secrets, () => formatTable(["NAME", "VERSION", "UPDATED", "BY"], rows, none));
}

/**
 * Shows when and by whom a secret's versions were set, the newest first.
 *
 * @throws CommandError with code NOT_FOUND.
 */
export async function showHistory(name: string, { json }: JsonFlag): Promise<void> {
  const { client } = await connect();
  const secret = await client.secret(name);
  if (secret === undefined) {
    throw new CommandError("NOT_FOUND", `There is no secret ${JSON.stringify(name)}.`, "See keyfold secret list.");
  }
  const rows = secret.versions.map((row) => [String(row.version), formatInstant(row.createdAt), row.createdBy]);
  printResult(json, secret, () => formatTable(["VERSION", "SET", "BY"], rows, "It has no versions."));
}

export interface RollbackFlags extends JsonFlag {
  /** The version. */
  to: number;
}

/** Sets an older version's value again, as a new version. */
export async function rollBackSecret(name: string, { to, json }: RollbackFlags): Promise<void> {
  const { client } = await connect();
  const { version } = await client.rollbackSecret({ name, version: to });
  printResult(
    json,
    { name, version },
    () => `${printable(name)} has the value of version ${to} again, as version ${version}.`,
  );
}

export interface RemoveFlags extends JsonFlag {
  yes?: boolean;
}

/** Removes a secret for good, after confirmation. */
export async function removeSecret(name: string, { json, yes }: RemoveFlags): Promise<void> {
  const { client, server } = await connect();
  const { confirm } = await import("../terminal/prompt.ts");
  await confirm(`Remove ${printable(name)} and every version of its value from ${server.url}?`, yes);
  await client.deleteSecret({ name });
  printResult(json, { name, removed: true }, () => `${printable(name)} is removed.`);
}

import type { Client } from "@keyfold/client";
import { connect, type ServerFlags } from "../server/connect.ts";
import { CommandError } from "../terminal/command-error.ts";
import { formatInstant, formatTable, printable } from "../terminal/format.ts";
import { printResult } from "../terminal/print.ts";

/**
 * Shows when and by whom a secret's versions were set, the newest first.
 *
 * @throws CommandError with code NOT_FOUND.
 */
export async function showHistory(name: string, flags: ServerFlags): Promise<void> {
  const { client } = await connect(flags);
  const secret = await client.secret(name);
  if (secret === undefined) throw notFound(name);
  const rows = secret.versions.map((row) => [String(row.version), formatInstant(row.createdAt), row.createdBy]);
  printResult(flags.json, secret, () => formatTable(["VERSION", "SET", "BY"], rows, "It has no versions.", { BY: 0 }));
}

export interface RollbackFlags extends ServerFlags {
  /** The version. */
  to: number;
}

/** Sets an older version's value again, as a new version. */
export async function rollBackSecret(name: string, { to, ...flags }: RollbackFlags): Promise<void> {
  const { client } = await connect(flags);
  const { version } = await client.rollbackSecret({ name, version: to });
  printResult(
    flags.json,
    { name, version },
    () => `${printable(name)} has the value of version ${to} again, as version ${version}.`,
  );
}

export interface RemoveFlags extends ServerFlags {
  yes?: boolean;
  /** For good. */
  purge?: boolean;
}

/**
 * Removes a secret, after confirmation.
 *
 * @throws CommandError with code NOT_FOUND, before anything is asked.
 */
export async function removeSecret(name: string, { yes, purge, ...flags }: RemoveFlags): Promise<void> {
  const { client, server } = await connect(flags);
  if (!yes && !(await isThere(client, name, purge === true))) throw notFound(name);
  const { confirm } = await import("../terminal/prompt.ts");
  const forGood = purge ? " for good" : "";
  await confirm(`Remove ${printable(name)} and every version of its value from ${server.url}${forGood}?`, yes);
  await client.deleteSecret({ name, purge });
  printResult(flags.json, { name, removed: true, purged: purge === true }, () =>
    purge
      ? `${printable(name)} is removed for good.`
      : `${printable(name)} is removed; for some time keyfold secret restore brings it back.`,
  );
}

/** Whether there is something to remove: what was removed already can be purged. */
async function isThere(client: Client, name: string, purge: boolean): Promise<boolean> {
  if ((await client.secret(name)) !== undefined) return true;
  if (!purge) return false;
  return (await client.describedSecrets({ where: { name: { _eq: name }, deleted: true } })).length > 0;
}

/** Brings a removed secret back. */
export async function restoreSecret(name: string, flags: ServerFlags): Promise<void> {
  const { client } = await connect(flags);
  const { version } = await client.restoreSecret({ name });
  printResult(flags.json, { name, version }, () => `${printable(name)} is restored, version ${version}.`);
}

export interface DescribeFlags extends ServerFlags {
  note?: string;
  owner?: string;
  /** ISO 8601, or empty. */
  rotateBy?: string;
}

/**
 * Sets what is known of a secret, or shows it if nothing is given. An empty string clears.
 *
 * @throws CommandError with code NOT_FOUND.
 */
export async function describeSecret(name: string, { json, as, ...given }: DescribeFlags): Promise<void> {
  const { client } = await connect({ as });
  if (Object.keys(given).length > 0) {
    const changes = Object.fromEntries(
      Object.entries(given).map(([field, value]) => [field, value === "" ? null : value]),
    );
    await client.describeSecret({ name, ...changes });
  }
  const [secret] = await client.describedSecrets({ where: { name: { _eq: name } } });
  if (secret === undefined) throw notFound(name);
  const fields: [string, string | null | undefined][] = [
    ["note", secret.note],
    ["owner", secret.owner],
    ["rotate by", formatInstant(secret.rotateBy)],
    ["last read", formatInstant(secret.lastReadAt) || "never"],
    ["updated", `${formatInstant(secret.updatedAt)} by ${secret.updatedBy}, version ${secret.version}`],
  ];
  printResult(json, secret, () =>
    [printable(name), ...fields.map(([field, value]) => `  ${`${field}:`.padEnd(11)}${printable(value || "–")}`)].join(
      "\n",
    ),
  );
}

function notFound(name: string): CommandError {
  return new CommandError(
    "NOT_FOUND",
    `There is no secret ${JSON.stringify(name)}, or none that your token covers.`,
    "See keyfold secret list for the names, and keyfold whoami for what the token covers.",
  );
}

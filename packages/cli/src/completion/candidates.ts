import type { Client } from "@keyfold/client";
import { listNamedLogins } from "@keyfold/client/logins";
import { loadConfig } from "@keyfold/config";
import { localNames } from "../names/local-names.ts";
import { clientOf, connect, type ServerFlags, serverOfSecrets } from "../server/connect.ts";
import { printable } from "../terminal/format.ts";
import { writeOut } from "../terminal/print.ts";

/** Somebody waits for it, with a finger on Tab. */
const timeoutMs = 1500;
const maxRows = 1000;

/**
 * Prints what may stand in a place of a command line, one a line: names, never values. Whatever goes wrong, nothing is printed:
 * this is no place for messages.
 *
 * @param prefix - what is typed of it already.
 */
export async function printCandidates(kind: string, prefix = "", flags: ServerFlags = {}): Promise<void> {
  process.removeAllListeners("warning");
  try {
    const found = await findCandidates(kind, prefix, flags);
    // One that would need more than a line, or steer the terminal, can't be typed.
    const lines = [...new Set(found)].filter((each) => each.startsWith(prefix) && printable(each) === each).sort();
    if (lines.length > 0) writeOut(`${lines.join("\n")}\n`);
  } catch {}
}

async function findCandidates(kind: string, prefix: string, flags: ServerFlags): Promise<readonly string[]> {
  if (kind === "logins") return listNamedLogins().map(({ name }) => name);
  if (kind === "labels") return findLabels((await connect(flags)).client);
  if (kind !== "secrets" && kind !== "removed") return [];
  const config = loadConfig();
  const server = await serverOfSecrets(config, flags);
  if (server === undefined) return kind === "secrets" ? localNames(config) : [];
  const client = await clientOf(config, server);
  const where = { name: { _starts_with: prefix }, ...(kind === "removed" ? { deleted: true } : {}) };
  return (await client.secrets({ where, limit: maxRows }, { timeoutMs })).map(({ name }) => name);
}

async function findLabels(client: Client): Promise<string[]> {
  const runs = await client.runs({ limit: maxRows }, { timeoutMs });
  return runs.flatMap(({ label }) => label ?? []);
}

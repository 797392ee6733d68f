import type { Identity } from "@keyfold/client";
import { connect, type ServerFlags } from "../server/connect.ts";
import { formatGrant } from "../server/grants.ts";
import { formatInstant, formatTable, printable } from "../terminal/format.ts";
import { printResult } from "../terminal/print.ts";

/** Shows whose token commands use, and what it may do. */
export async function showIdentity(flags: ServerFlags): Promise<void> {
  const { client, server } = await connect(flags);
  const identity = await client.whoami();
  printResult(flags.json, { server: server.url, ...identity }, () => describeIdentity(server.url, identity));
}

function describeIdentity(url: string, { team, kind, name, grants, expiresAt }: Identity): string {
  const lines: [string, string][] = [
    ["server", url],
    ["team", team.name],
    [kind, name],
    ...grants.map((grant, at): [string, string] => [at === 0 ? "grants" : "", formatGrant(grant)]),
    ["until", expiresAt ? formatInstant(expiresAt) : "it is revoked"],
  ];
  return lines.map(([label, value]) => `${label.padEnd(8)}${printable(value)}`).join("\n");
}

/** Shows which tokens may read a secret, whether or not there is one of that name, and by which grants. */
export async function showAccess(name: string, flags: ServerFlags): Promise<void> {
  const { client } = await connect(flags);
  const access = await client.access(name);
  const rows = access.map((one) => [one.id, one.kind, one.name, one.through]);
  const none = `Nobody may read ${printable(name)}.`;
  printResult(flags.json, access, () =>
    formatTable(["ID", "KIND", "NAME", "THROUGH"], rows, none, { NAME: 0, THROUGH: 0 }),
  );
}

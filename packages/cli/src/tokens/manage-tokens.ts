import type { CreateTokenInput, ListedToken, Role } from "@keyfold/client";
import { connect, type ServerFlags } from "../server/connect.ts";
import { readGrants, splitNames, stackGrant } from "../server/grants.ts";
import { allPages } from "../server/requests.ts";
import { UsageError } from "../terminal/command-error.ts";
import { formatInstant, formatTable, printable } from "../terminal/format.ts";
import { note, printResult } from "../terminal/print.ts";

export interface CreateFlags extends ServerFlags {
  name: string;
  /** Each as it is typed. */
  grant?: string[];
  /** What the runs of one more grant use; each as it is typed. */
  use?: string[];
  role?: Role;
  names?: string;
  /** In seconds. */
  runTtl?: number;
  /** In seconds. */
  ttl?: number;
}

/**
 * Makes a token. Without `--json` only the token is on standard output, so that it can be piped on.
 *
 * @throws UsageError for grants that can't be read; ClientError with the server's code.
 */
export async function createToken({ name, ttl, ...flags }: CreateFlags): Promise<void> {
  const grants = grantsOf(flags);
  const { client } = await connect(flags);
  const created = await client.createToken({ name, ...grants, ttlSeconds: ttl });
  const { id, token, role, expiresAt } = created;
  printResult(flags.json, { id, name, token, role, expiresAt: expiresAt ?? null }, () => token);
  if (flags.json) return;
  const until = expiresAt ? `good until ${formatInstant(expiresAt)}` : "good until it is revoked";
  note(`this is shown once. Its id is ${id}; it is ${until}.`, flags);
}

function grantsOf({ grant, use, role, names, runTtl }: Omit<CreateFlags, "name">): Omit<CreateTokenInput, "name"> {
  if (role !== undefined && grant === undefined && use === undefined) {
    return { role, names: names === undefined ? undefined : splitNames(names), runSeconds: runTtl };
  }
  const isSpelledOut = role === undefined && names === undefined;
  if (isSpelledOut && (use !== undefined || (grant !== undefined && runTtl === undefined))) {
    return { grants: readGrants(grant ?? [], use ?? [], runTtl) };
  }
  throw new UsageError(
    "It is not clear what the token may do.",
    "Give one or more --grant or --use, or --role with --names and --run-ttl for a single grant.",
  );
}

/** Lists the team's tokens, the newest first. */
export async function listTokens(flags: ServerFlags): Promise<void> {
  const { client } = await connect(flags);
  const tokens = await allPages((page) => client.tokens(page));
  const rows = tokens.map((token) => {
    const used = token.lastUsedAt ? `used ${formatInstant(token.lastUsedAt)}` : "never used";
    const by = token.createdBy === null ? [] : [`  by ${token.createdBy}`];
    return [[token.id, `  ${used}`, ...by], token.name, token.grants.flatMap(stackGrant), endOf(token)];
  });
  printResult(flags.json, tokens, () =>
    formatTable(["ID", "NAME", "GRANTS", "UNTIL"], rows, "There are no tokens.", wraps),
  );
}

/** An id stays on one line. */
const wraps = { ID: 36, NAME: 0, GRANTS: 0 };

/** When a token ends or has ended: the date, and below it the time. */
function endOf({ revokedAt, expiresAt }: ListedToken): string[] {
  if (revokedAt) return ["revoked", ...formatInstant(revokedAt).split(" ")];
  if (!expiresAt) return ["-"];
  return [...(Date.parse(expiresAt) > Date.now() ? [] : ["expired"]), ...formatInstant(expiresAt).split(" ")];
}

export interface RevokeFlags extends ServerFlags {
  yes?: boolean;
}

/** Revokes a token for good, after confirmation. */
export async function revokeToken(id: string, { yes, ...flags }: RevokeFlags): Promise<void> {
  const { client, server } = await connect(flags);
  const { confirm } = await import("../terminal/prompt.ts");
  await confirm(`Revoke the token ${printable(id)} of ${server.url}, and end the runs that it opened?`, yes);
  await client.revokeToken({ id });
  printResult(flags.json, { id, revoked: true }, () => `The token ${printable(id)} is revoked.`);
}

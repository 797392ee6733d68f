import type { Client, DescribedSecret, DescribedSecretsFilter, SecretSummary } from "@keyfold/client";
import { connect, type ServerFlags } from "../server/connect.ts";
import { isOfOlderServer } from "../server/explain-refusal.ts";
import { allPages } from "../server/requests.ts";
import { formatTable, printable } from "../terminal/format.ts";
import { printResult } from "../terminal/print.ts";

export interface ListFlags extends ServerFlags {
  /** A folder: those in it, at any depth. */
  folder?: string;
  /** Seconds in which they were not read. */
  unread?: number;
  /** Seconds in which they are to be replaced. */
  due?: number;
  deleted?: boolean;
  /** Only names, one a line. */
  flat?: boolean;
}

const rowsPerPage = 500;

/** A secret as a list has it; of a server of 0.1, without what it doesn't know. */
type ListedSecret = SecretSummary & Partial<DescribedSecret>;

/**
 * Lists the team's secrets: a tree by folder, with what is due and what was never read.
 *
 * @throws ClientError with code BAD_INPUT where a server of an older release is asked for what it doesn't know.
 */
export async function listSecrets({ json, as, flat, ...flags }: ListFlags): Promise<void> {
  const { client } = await connect({ as });
  const now = Date.now();
  const found = await findSecrets(client, flags, now);
  const secrets = [...found].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  printResult(json, secrets, () => {
    if (flat) return secrets.map(({ name }) => printable(name)).join("\n");
    const isFiltered = Object.values(flags).some((flag) => flag !== undefined);
    const none = isFiltered ? "There are none." : "There are no secrets yet. Set one with: keyfold secret set NAME";
    return formatTree(secrets, now, none);
  });
}

type Filters = Omit<ListFlags, "json" | "as" | "flat">;

async function findSecrets(client: Client, filters: Filters, now: number): Promise<Iterable<ListedSecret>> {
  try {
    return await findDescribed(client, filters, now);
  } catch (error) {
    const { folder, ...others } = filters;
    const isAskedForMore = Object.values(others).some((filter) => filter !== undefined);
    if (isAskedForMore || !isOfOlderServer(error)) throw error;
    const where = folder === undefined ? {} : { name: { _starts_with: `${folder}/` } };
    return allPages((page) => client.secrets({ ...page, where }));
  }
}

async function findDescribed(client: Client, filters: Filters, now: number): Promise<Iterable<ListedSecret>> {
  const found = new Map<string, ListedSecret>();
  for (const where of filtersFor(filters, now)) {
    for (let after: string | undefined; ; ) {
      const page = await client.describedSecrets({ where, limit: rowsPerPage, after });
      for (const secret of page) found.set(secret.name, secret);
      const last = page.at(-1)?.name;
      if (page.length < rowsPerPage || last === after) break;
      after = last;
    }
  }
  return found.values();
}

/** What the server is asked for: those that were never read are another list than those that were read long ago. */
function filtersFor(
  { folder, unread, due, deleted }: Filters,
  now: number,
): NonNullable<DescribedSecretsFilter["where"]>[] {
  const from = (ms: number): string => new Date(now + ms).toISOString();
  const where = {
    name: folder === undefined ? undefined : { _starts_with: `${folder}/` },
    rotateBy: due === undefined ? undefined : { _lt: from(due * 1000) },
    deleted,
  };
  if (unread === undefined) return [where];
  return [
    { ...where, lastReadAt: { _lt: from(-unread * 1000) } },
    { ...where, lastReadAt: { _is_null: true } },
  ];
}

interface Folder {
  readonly secrets: ListedSecret[];
  readonly folders: Map<string, Folder>;
}

function formatTree(secrets: readonly ListedSecret[], now: number, none: string): string {
  const root: Folder = { secrets: [], folders: new Map() };
  for (const secret of secrets) {
    let folder = root;
    for (const part of secret.name.split("/").slice(0, -1)) {
      const inner = folder.folders.get(part) ?? { secrets: [], folders: new Map() };
      folder.folders.set(part, inner);
      folder = inner;
    }
    folder.secrets.push(secret);
  }
  const isRemoved = secrets.some(({ deletedAt }) => deletedAt);
  const hasOwner = secrets.some(({ owner }) => owner);
  const isDescribed = secrets.some(({ lastReadAt }) => lastReadAt !== undefined);
  const heading = [
    ...["NAME", "VERSION", isRemoved ? "REMOVED" : "UPDATED"],
    ...(isDescribed ? ["READ", "DUE"] : []),
    ...(hasOwner ? ["OWNER"] : []),
  ];
  const cells = (secret: ListedSecret): string[] => [
    String(secret.version),
    day(secret.deletedAt ?? secret.updatedAt),
    ...(isDescribed ? [secret.lastReadAt ? day(secret.lastReadAt) : "never", formatDue(secret.rotateBy, now)] : []),
    ...(hasOwner ? [secret.owner ?? ""] : []),
  ];
  const rows = rowsOf(root, "", cells);
  return formatTable(heading, rows, none, { NAME: 0, OWNER: 0 });
}

/** The names of a folder, then the folders in it, further to the right. */
function rowsOf({ secrets, folders }: Folder, indent: string, cells: (secret: ListedSecret) => string[]): string[][] {
  const own = secrets.map((secret) => [indent + secret.name.slice(secret.name.lastIndexOf("/") + 1), ...cells(secret)]);
  const inner = [...folders].flatMap(([name, folder]) => [
    [`${indent}${name}/`],
    ...rowsOf(folder, `${indent}  `, cells),
  ]);
  return [...own, ...inner];
}

function day(iso: string): string {
  return iso.slice(0, 10);
}

function formatDue(rotateBy: string | null | undefined, now: number): string {
  if (!rotateBy) return "";
  return Date.parse(rotateBy) <= now ? `${day(rotateBy)} overdue` : day(rotateBy);
}

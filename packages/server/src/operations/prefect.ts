import { askedName } from "@keyfold/common/folders";
import { type RawBuilder, sql } from "kysely";
import type { RunCaller } from "../access/caller.ts";
import { nameConditions } from "../access/covered-rows.ts";
import { fullNames } from "../access/folders.ts";
import { coveredNames, covers } from "../access/grants.ts";
import { inGroups, type Listing, type ListReader, readRows } from "./lists.ts";
import type { Operation, SchemaExtension } from "./operation.ts";
import { tooManyRows } from "./page.ts";
import { reads } from "./reads.ts";
import { listByName } from "./secret-listing.ts";
import { secrets } from "./secrets.ts";

/**
 * The names of Prefect 1.4.1's client. Each field has the rules and the audit rows of the one it stands for; those of
 * 0.7.0 are in schema.graphql, whose names they are.
 */
const text = /* GraphQL */ `
extend type Query {
  "Prefect 1.x: secretValue."
  secret_value(name: String!): JSON @allow(to: [run])
  "Prefect 1.x: the names that the caller may see; for a run, those that it would ask for to read what is there."
  secret_names: [String!]! @allow(to: [admin, editor, auditor, run])
  "Prefect 1.x: the team that the token belongs to."
  auth_info: auth_info! @allow(to: [admin, editor, runner, auditor, run])
}

extend type Mutation {
  "Prefect 1.x: setSecret."
  set_secret(input: set_secret_input!): SetSecretPayload! @allow(to: [admin, editor])
}

type auth_info {
  "The team's id."
  tenant_id: ID!
}

input set_secret_input {
  name: String!
  value: JSON
}
`;

/**
 * The names that the caller may see, in order, as Prefect's `Secret.exists()` asks for them. A run gets those that it could
 * find out by reading. More than a page are refused (`LIMIT_EXCEEDED`), as Prefect's client can't ask for the next.
 */
const secretNames: Operation<object, string[]> = {
  for: "any",
  action: "secret.list",
  run: ({ server, caller, lists }) => {
    const max = server.limits.pageRows;
    return lists.read(caller.id, async (reader) => {
      if (caller.kind === "run") return namesOfRun(reader, caller, max);
      const listing = listByName(caller.teamId, coveredNames(caller.grants, "auditor"), {});
      const rows = await readRows<{ name: string }>(reader, listing, { limit: max + 1, offset: 0 });
      if (rows.length > max) throw tooManyRows(max);
      return rows.map(({ name }) => name);
    });
  },
};

const authInfo: Operation<object, { tenant_id: string }> = {
  for: "any",
  action: "auth.info",
  run: ({ caller }) => ({ tenant_id: caller.teamId }),
};

/** The fields that Prefect 1.4.1's client asks for. */
export const prefectExtension: SchemaExtension = {
  text,
  operations: {
    secret_value: reads.secretValue,
    secret_names: secretNames,
    auth_info: authInfo,
    set_secret: secrets.setSecret,
  },
};

/** Names that one statement looks up. */
const namesAtOnce = 500;

/**
 * The names that a run would ask for to read what is there, in order.
 *
 * @throws ServerError `LIMIT_EXCEEDED` for more than `max`.
 */
async function namesOfRun(reader: ListReader, run: RunCaller, max: number): Promise<string[]> {
  const { folder, grants, allow } = run;
  const search = (asked: string): string[] => fullNames(folder, asked).filter((name) => covers(grants, "runner", name));
  const wanted = allow && [...new Set([...allow].flatMap(search))];
  const there = await namesIn(reader, "secret", run, wanted, max);
  // A name that was removed ends a search.
  const removed = folder === null ? new Set<string>() : await namesIn(reader, "removed_secret", run, wanted, max);
  const asked = allow ?? new Set([...there].map((name) => askedName(folder, name)));
  const found = [...asked].filter((one) => {
    const first = search(one).find((name) => there.has(name) || removed.has(name));
    return first !== undefined && there.has(first);
  });
  return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** Those of some names that a table has, or all that the run's grants cover. */
async function namesIn(
  reader: ListReader,
  table: "secret" | "removed_secret",
  { teamId, grants }: RunCaller,
  wanted: readonly string[] | null,
  max: number,
): Promise<Set<string>> {
  const parts: RawBuilder<boolean>[] = [];
  if (wanted === null) parts.push(...nameConditions(coveredNames(grants, "runner")));
  for (const group of inGroups(wanted ?? [], namesAtOnce)) {
    parts.push(sql<boolean>`name in (${sql.join(group)})`);
  }
  const names = new Set<string>();
  for (const part of parts) {
    const listing: Listing = {
      table,
      columns: sql`id, name`,
      parts: [{ where: [sql`team_id = ${teamId}`, part] }],
      key: ["name", "id"],
      order: "asc",
    };
    const rows = await readRows<{ name: string }>(reader, listing, { limit: max + 1 - names.size, offset: 0 });
    for (const { name } of rows) names.add(name);
    if (names.size > max || rows.length > max) throw tooManyRows(max);
  }
  return names;
}

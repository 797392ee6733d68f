import { coveredNames } from "../access/grants.ts";
import { readRows } from "./lists.ts";
import type { Operation, SchemaExtension } from "./operation.ts";
import { tooManyRows } from "./page.ts";
import { reads } from "./reads.ts";
import { namesOfRun } from "./run-names.ts";
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

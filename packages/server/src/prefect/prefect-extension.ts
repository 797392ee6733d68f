import { describedCalls } from "../graphql/describe-call.ts";
import type { SchemaExtension } from "../graphql/schema-extension.ts";
import { readSecret } from "../secrets/read-secret.ts";
import { setSecrets } from "../secrets/set-secrets.ts";
import { listNames } from "./list-names.ts";

/**
 * The names of Prefect 1.4.1's client. Each field has the rules and the audit rows of the one it stands for; those of
 * 0.7.0 are in schema.graphql, whose names they are.
 */
const text = /* GraphQL */ `
extend type Query {
  "Prefect 1.x: secretValue."
  secret_value(name: String!): JSON @allow(to: [run])
  "Prefect 1.x: the team's names; for a run, those that it may read."
  secret_names: [String!]! @allow(to: [admin, editor, run])
  "Prefect 1.x: the team that the token belongs to."
  auth_info: auth_info! @allow(to: [admin, editor, runner, run])
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

export const prefectExtension: SchemaExtension = {
  text,
  resolvers: {
    Query: {
      secret_value: async (_root, { name }, context) => (await readSecret(context, name)).orNull(),
      secret_names: (_root, _args, context) => listNames(context),
      auth_info: (_root, _args, { caller }) => ({ tenant_id: caller.teamId }),
    },
    Mutation: {
      set_secret: async (_root, { input }, context) => {
        const [version = 0] = await setSecrets(context, [input]);
        return { success: true, version };
      },
    },
  },
  calls: {
    secret_value: describedCalls.secretValue,
    secret_names: describedCalls.secret,
    auth_info: { action: "auth.info", subjectsOf: () => [null] },
    set_secret: describedCalls.setSecret,
  },
};

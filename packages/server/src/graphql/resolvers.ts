import { listAuditEvents } from "../audit/list-audit-events.ts";
import type { MutationResolvers, QueryResolvers, SecretResolvers } from "../generated/resolvers.ts";
import { endRun } from "../runs/end-run.ts";
import { extendRun } from "../runs/extend-run.ts";
import { listRuns } from "../runs/list-runs.ts";
import { openRun } from "../runs/open-run.ts";
import { deleteSecret } from "../secrets/delete-secret.ts";
import { listSecrets } from "../secrets/list-secrets.ts";
import { readSecret } from "../secrets/read-secret.ts";
import { readSecrets } from "../secrets/read-secrets.ts";
import { rollbackSecret } from "../secrets/rollback-secret.ts";
import { setSecrets } from "../secrets/set-secrets.ts";
import { createTeam } from "../teams/create-team.ts";
import { listTeams } from "../teams/list-teams.ts";
import { createToken } from "../tokens/create-token.ts";
import { listTokens } from "../tokens/list-tokens.ts";
import { revokeToken } from "../tokens/revoke-token.ts";

/** Which function answers which field. Who may use it is the schema's `@allow`, enforced before any of these. */
export const resolvers: { Query: QueryResolvers; Mutation: MutationResolvers; Secret: SecretResolvers } = {
  Query: {
    secret: (_root, args, context) => listSecrets(context, args),
    secretValue: async (_root, { name }, context) => (await readSecret(context, name)).orNull(),
    secretValues: (_root, { names }, context) => readSecrets(context, names),
    runs: (_root, args, context) => listRuns(context, args),
    tokens: (_root, args, context) => listTokens(context, args),
    teams: (_root, args, context) => listTeams(context, args),
    auditEvents: (_root, args, context) => listAuditEvents(context, args),
  },
  Mutation: {
    setSecret: async (_root, { input }, context) => {
      const [version = 0] = await setSecrets(context, [input]);
      return { success: true, version };
    },
    setSecrets: async (_root, { input }, context) => ({ success: true, versions: await setSecrets(context, input) }),
    deleteSecret: (_root, { input }, context) => deleteSecret(context, input),
    rollbackSecret: (_root, { input }, context) => rollbackSecret(context, input),
    openRun: (_root, { input }, context) => openRun(context, input),
    extendRun: (_root, { input }, context) => extendRun(context, input),
    endRun: (_root, { input }, context) => endRun(context, input),
    createTeam: (_root, { input }, context) => createTeam(context, input),
    createToken: (_root, { input }, context) => createToken(context, input),
    revokeToken: (_root, { input }, context) => revokeToken(context, input),
  },
  Secret: {
    versions: async (secret, _args, { answer }) => {
      const versions = await secret.versions();
      answer.addRows(versions.length);
      return versions;
    },
  },
};

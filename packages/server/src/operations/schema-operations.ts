import { auditEvents } from "./audit-events.ts";
import { folders } from "./folders.ts";
import { identities } from "./identities.ts";
import type { Operations } from "./operation.ts";
import { reads } from "./reads.ts";
import { removedSecrets } from "./removed-secrets.ts";
import { runList } from "./run-list.ts";
import { runs } from "./runs.ts";
import { secretList } from "./secret-list.ts";
import { secrets } from "./secrets.ts";
import { teams } from "./teams.ts";
import { tokens } from "./tokens.ts";
import { trusts } from "./trusts.ts";

/** The operation of each field of schema.graphql: a field without one does not compile. */
export const schemaOperations: Operations = {
  ...secretList,
  ...folders,
  ...secrets,
  ...removedSecrets,
  ...reads,
  ...runList,
  ...runs,
  ...identities,
  ...tokens,
  ...trusts,
  ...teams,
  ...auditEvents,
};

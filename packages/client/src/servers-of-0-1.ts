import * as operations from "./generated/operations.ts";
import type { AuditEvent, ListedRun, ListedToken, TypedDocument } from "./operation-types.ts";

/** How a list is asked of a server of 0.1, which doesn't know all of its fields. */
export interface OlderList<Row, OldRow, Field extends string, Variables> {
  /** The document with the fields of 0.1. */
  readonly document: TypedDocument<{ readonly [key in Field]: readonly OldRow[] }, Variables>;
  /** Adds what else today's row has. */
  readonly complete: (row: OldRow) => Row;
}

type Old<Query extends Record<Field, readonly unknown[]>, Field extends string> = Query[Field][number];

/** Its admins could open runs, too. */
const rolesOf = { admin: ["admin", "runner"], editor: ["editor"], runner: ["runner"], auditor: ["auditor"] } as const;

export const tokensOf01: OlderList<
  ListedToken,
  Old<operations.TokensOf01Query, "tokens">,
  "tokens",
  operations.TokensQueryVariables
> = {
  document: operations.TokensOf01Document,
  complete: (token) => ({
    ...token,
    grants: rolesOf[token.role].map((role) => ({ role, names: null, runSeconds: null, uses: null })),
    createdBy: null,
  }),
};

export const runsOf01: OlderList<
  ListedRun,
  Old<operations.RunsOf01Query, "runs">,
  "runs",
  operations.RunsQueryVariables
> = {
  document: operations.RunsOf01Document,
  complete: (run) => ({ ...run, names: null, folder: null, uses: null, openedById: null }),
};

export const eventsOf01: OlderList<
  AuditEvent,
  Old<operations.AuditEventsOf01Query, "auditEvents">,
  "auditEvents",
  operations.AuditEventsQueryVariables
> = {
  document: operations.AuditEventsOf01Document,
  complete: (row) => ({ asked: null, label: null, version: null, address: null, agent: null, detail: null, ...row }),
};

import type { AuditEventsQueryVariables, RunsQueryVariables, SecretsQueryVariables } from "./generated/operations.ts";

/** Which secrets are listed, and which page of them. */
export type SecretsFilter = SecretsQueryVariables;

/** Which runs are listed, and which page of them. */
export type RunsFilter = RunsQueryVariables;

/** Which rows of the audit log are given, and which page of them. */
export type AuditEventsFilter = AuditEventsQueryVariables;

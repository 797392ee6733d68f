export { KeyfoldError } from "@keyfold/common/error";
export type {
  AuditEvent,
  CreatedTeam,
  CreatedToken,
  ExtendedRun,
  ListedRun,
  ListedTeam,
  ListedToken,
  OpenedRun,
  SecretHistory,
  SecretSummary,
  SecretValueAnswer,
  SetSecretAnswer,
  SetSecretsAnswer,
} from "./answers.ts";
export type { Client } from "./client.ts";
export { ClientError, type ClientErrorCode } from "./client-error.ts";
export type { ClientOptions } from "./client-options.ts";
export { createClient } from "./create-client.ts";
export type { AuditEventsFilter, RunsFilter, SecretsFilter } from "./filters.ts";
export type {
  CreateTeamInput,
  CreateTokenInput,
  DeleteSecretInput,
  EndRunInput,
  ExtendRunInput,
  OpenRunInput,
  RevokeTokenInput,
  Role,
  RollbackSecretInput,
  SetSecretInput,
} from "./generated/operations.ts";
export type { CallOptions } from "./requests/deadline.ts";
export type { RetryOptions } from "./retry.ts";
export type { TypedDocument } from "./typed-document.ts";

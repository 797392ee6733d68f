/** The typed client of a Keyfold server. @packageDocumentation */

export { KeyfoldError } from "@keyfold/common/error";
export type { Client } from "./client.ts";
export { ClientError, type ClientErrorCode } from "./client-error.ts";
export type { ClientOptions } from "./connection.ts";
export { createClient } from "./create-client.ts";
export type {
  CreateTeamInput,
  CreateTokenInput,
  CreateTrustInput,
  DeleteSecretInput,
  DeleteTrustInput,
  DescribeSecretInput,
  EndRunInput,
  ExtendRunInput,
  GrantInput,
  OpenRunInput,
  RestoreSecretInput,
  RevokeTokenInput,
  Role,
  RollbackSecretInput,
  TrustPurpose,
  UseInput,
  UseSecretInput,
} from "./generated/operations.ts";
export type {
  Access,
  AuditEvent,
  AuditEventsFilter,
  CreatedTeam,
  CreatedToken,
  CreatedTrust,
  DescribedSecret,
  DescribedSecretsFilter,
  ExtendedRun,
  FoldersFilter,
  Grant,
  Identity,
  ListedFolder,
  ListedRun,
  ListedTeam,
  ListedToken,
  ListedTrust,
  OpenedRun,
  RunsFilter,
  SecretHistory,
  SecretSummary,
  SecretsFilter,
  SecretValueAnswer,
  SetSecretAnswer,
  SetSecretInput,
  SetSecretsAnswer,
  TypedDocument,
} from "./operation-types.ts";
export type { CallOptions } from "./requests/call.ts";
export type { RetryOptions } from "./retry.ts";

import type { DocumentTypeDecoration } from "@graphql-typed-document-node/core";
import type {
  AccessQuery,
  AuditEventsQuery,
  AuditEventsQueryVariables,
  CreateTeamMutation,
  CreateTokenMutation,
  CreateTrustMutation,
  DescribedSecretsQuery,
  DescribedSecretsQueryVariables,
  ExtendRunMutation,
  FoldersQuery,
  FoldersQueryVariables,
  OpenRunMutation,
  RunsQuery,
  RunsQueryVariables,
  SecretHistoryQuery,
  SecretsQuery,
  SecretsQueryVariables,
  SecretValuesQuery,
  SetSecretMutation,
  SetSecretsMutation,
  SetSecretInput as SetSecretVariables,
  TeamsQuery,
  TokensQuery,
  TrustsQuery,
  WhoamiQuery,
} from "./generated/operations.ts";

/** A secret's name, and its value: any JSON. */
export interface SetSecretInput extends SetSecretVariables {
  /** Null is a value. */
  value: unknown;
}

/** What a set or rollback gives: the number of the version that is now the newest. */
export type SetSecretAnswer = SetSecretMutation["setSecret"];

/** What `setSecrets` gives: the newest version of each name, in the order given. */
export type SetSecretsAnswer = SetSecretsMutation["setSecrets"];

/** What is known of a secret, never its value. Times are ISO 8601 in UTC; `updatedBy` is the name of a token. */
export type SecretSummary = SecretsQuery["secret"][number];

/**
 * What is known of a secret, with what people wrote of it and when a value of it was last given out, to the minute. Times are
 * ISO 8601 in UTC; null where there is nothing.
 */
export type DescribedSecret = DescribedSecretsQuery["secret"][number];

/** A folder of secrets, and how many are in it itself. */
export type ListedFolder = FoldersQuery["folders"][number];

/** A secret with its versions, newest first, never a value. Times are ISO 8601 in UTC. */
export type SecretHistory = SecretHistoryQuery["secret"][number];

type ValueOrError = SecretValuesQuery["secretValues"][number];

/** One name's value, or why there is none. */
export type SecretValueAnswer =
  | (Pick<ValueOrError, "name" | "value"> & { error?: undefined })
  | (Pick<ValueOrError, "name"> & { value?: undefined; error: NonNullable<ValueOrError["error"]> });

/** A run that was opened, with the token that reads in it until `expiresAt`, in ISO 8601. */
export type OpenedRun = OpenRunMutation["openRun"];

/** A run that was extended, and when it ends now. */
export type ExtendedRun = ExtendRunMutation["extendRun"];

/** A run as it is listed. `allow` is null where it may read all names; `live` is neither ended nor expired. Times are ISO 8601 in UTC. */
export type ListedRun = RunsQuery["runs"][number];

/** Who is calling. `kind` is `token`, `run` or `session`; `expiresAt` is null until it is revoked. */
export type Identity = WhoamiQuery["whoami"];

/** A credential that may read a secret; `through` is the grant, for example `runner:prod/orders/*`. */
export type Access = AccessQuery["access"][number];

/** A new team and its first token. */
export type CreatedTeam = CreateTeamMutation["createTeam"];

/** A team as it is listed. */
export type ListedTeam = TeamsQuery["teams"][number];

/** A new token, which is shown this once. */
export type CreatedToken = CreateTokenMutation["createToken"];

/** What a credential may touch. `names` are full names, and folders as `prod/orders/*`; null is all of the team's. */
export type Grant = TokensQuery["tokens"][number]["grants"][number];

/** A token as it is listed, without what it authenticates with. */
export type ListedToken = TokensQuery["tokens"][number];

/** The id of a new trust. */
export type CreatedTrust = CreateTrustMutation["createTrust"];

/** Whose signed tokens a team takes: `claims` has for each claim a string, a boolean, or a list of which one must be there. */
export type ListedTrust = TrustsQuery["trusts"][number];

/**
 * A row of the audit log. `action` is, for example, `secret.read`; `subject` the name of the secret or team, or the id of the run or
 * token; `actor` the name of the token, or `run:` and the run's id; `code` why it was refused; `at` an ISO 8601 time in UTC;
 * `version` that of the secret; `address` and `agent` where the request came from; `detail` what else belongs to the action, for
 * example `openedBy` for what a run does.
 */
export type AuditEvent = AuditEventsQuery["auditEvents"][number];

/** Which secrets are listed, and which page of them: the one behind `after`, a name. */
export type SecretsFilter = SecretsQueryVariables & Pick<DescribedSecretsQueryVariables, "after">;

/** Which secrets are listed, and which page of them: the one behind `after`, a name. */
export type DescribedSecretsFilter = DescribedSecretsQueryVariables;

/** Which folders are listed, and which page of them: the one behind `after`, a folder. */
export type FoldersFilter = FoldersQueryVariables;

/** Which runs are listed, and which page of them: the one behind `after`, a run's id. */
export type RunsFilter = RunsQueryVariables;

/** Which rows of the audit log are given, and which page of them: the one behind `where.before`, a row's id. */
export type AuditEventsFilter = AuditEventsQueryVariables;

/** A document of GraphQL as a string, with the types of its result and variables: what codegen's documentMode "string" makes. */
export type TypedDocument<Result, Variables> = DocumentTypeDecoration<Result, Variables> & {
  /** The document as it is sent. */
  toString(): string;
  /** A parsed document, which has a kind, is no string. */
  readonly kind?: never;
};

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AuditOutcome =
  | 'allowed'
  | 'refused';

export type CredentialKind =
  | 'token'
  | 'trust';

/** Those without a value are left out. */
export type Due_Comparison_Exp = {
  _lt?: string | null | undefined;
};

export type IdentityKind =
  | 'run'
  | 'session'
  | 'token';

export type Read_Comparison_Exp = {
  /** Whether it was never read. */
  _is_null?: boolean | null | undefined;
  _lt?: string | null | undefined;
};

/**
 * What a grant lets its holder do: `admin` all but open runs, `editor` set, delete and list secrets, `runner` open runs that
 * read, `auditor` read the audit log and lists.
 */
export type Role =
  | 'admin'
  | 'auditor'
  | 'editor'
  | 'runner';

export type String_Comparison_Exp = {
  /** Letters of another case are others. */
  _contains?: string | null | undefined;
  _eq?: string | null | undefined;
  _in?: Array<string> | null | undefined;
  _starts_with?: string | null | undefined;
};

/** What a trust is for. */
export type TrustPurpose =
  /** A person signs in. */
  | 'people'
  /** A program opens runs with the token that its platform signs for it. */
  | 'runs';

export type Audit_Bool_Exp = {
  action?: string | null | undefined;
  actor?: string | null | undefined;
  /** The client's address. */
  address?: string | null | undefined;
  /** Older than the row with this id: a page that does not move while rows are added. */
  before?: string | number | null | undefined;
  /** The label of a run. */
  label?: string | null | undefined;
  outcome?: AuditOutcome | null | undefined;
  /** At this instant or later. */
  since?: string | null | undefined;
  subject?: string | null | undefined;
  /** Before this instant. */
  until?: string | null | undefined;
};

/** The name of the new team. */
export type CreateTeamInput = {
  name: string;
  /** Whether its first token has a grant of runner beside that of admin. Default true. */
  runner?: boolean | null | undefined;
};

/** Whose token it is, what it may do, and for how long. */
export type CreateTokenInput = {
  grants?: Array<GrantInput> | null | undefined;
  /** No other live token of the team may have it. */
  name: string;
  names?: Array<string> | null | undefined;
  /** In place of grants, for one grant. */
  role?: Role | null | undefined;
  runSeconds?: number | null | undefined;
  /** How long the token lives, in seconds. Absent: until it is revoked. */
  ttlSeconds?: number | null | undefined;
};

/** Whose signed tokens are taken, and what they may touch. */
export type CreateTrustInput = {
  /** The tokens' `aud`. Absent: the server's setting `public_url`; for people, its client id at the provider. */
  audience?: string | null | undefined;
  /**
   * Claim to a string, a boolean, or a list of them. A path with dots goes down into objects: at each level the longest key that fits is taken.
   * A claim that is a list in the token must contain one of them.
   */
  claims: unknown;
  for: TrustPurpose;
  /** For runs: of runner only. */
  grants: Array<GrantInput>;
  /** As the tokens' `iss` has it, to the letter: https, or http on loopback. */
  issuer: string;
  /** For runs: the keys that sign, as a JWK Set. Absent: the issuer's own, by OpenID discovery. */
  jwks?: unknown;
  /** No other trust of the team may have it. */
  name: string;
  /** For runs: whether a token opens more than one run, as long as it lives. Default false. */
  reusable?: boolean | null | undefined;
  /** For people: how long the token lives that they sign in to, in seconds. Default 28800. */
  tokenSeconds?: number | null | undefined;
};

/** Which secret goes, with all its versions. */
export type DeleteSecretInput = {
  name: string;
  /** Whether it goes for good, with all of the name that were removed before. Default false. */
  purge?: boolean | null | undefined;
};

/** Which trust ends. */
export type DeleteTrustInput = {
  id: string | number;
};

/** What is absent stays as it is; null clears it. */
export type DescribeSecretInput = {
  name: string;
  /** What it is for: one line of at most 1,024 bytes. */
  note?: string | null | undefined;
  /** Who looks after it: at most 255 characters, as in a name. */
  owner?: string | null | undefined;
  /** When its value is to be replaced. */
  rotateBy?: string | null | undefined;
};

/** Which run ends. */
export type EndRunInput = {
  id: string | number;
};

/** Which run lives on, and for how long from now. */
export type ExtendRunInput = {
  id: string | number;
  /** From now, in seconds. Default 300. A run ends for good with the token that opened it, and a week after it opened, unless the server's settings differ. */
  ttlSeconds?: number | null | undefined;
};

export type Folder_Bool_Exp = {
  /** This folder and those in it, at any depth. */
  folder?: string | null | undefined;
};

/** What a credential may touch: its role, and for an editor or a runner which secrets. */
export type GrantInput = {
  /** Full names, and folders as `prod/orders/*`. Absent, or with `*` among them: all of the team's. */
  names?: Array<string> | null | undefined;
  role: Role;
  /** For a runner: how long each of its runs may live in all, in seconds. */
  runSeconds?: number | null | undefined;
  /** For a runner, in place of names: its runs only use these, and read nothing. */
  uses?: Array<UseInput> | null | undefined;
};

/** What the new run may read, and for how long. */
export type OpenRunInput = {
  /** The names it may ask for. Absent: all that the token's grants of runner cover, or none where `uses` are given. */
  allow?: Array<string> | null | undefined;
  /**
   * Where names are looked for first, for example `prod/orders`, then in each folder around it. The first that is there is
   * read, of those that the grants cover. A name with `/` in front is a full name.
   */
  folder?: string | null | undefined;
  /** What the audit log calls the run. */
  label?: string | null | undefined;
  /** For a signed token: the trust that is meant. Absent: exactly one must fit. */
  trust?: string | number | null | undefined;
  /** How long the run lives, in seconds, unless it is extended. Default 300; less where its token ends before. */
  ttlSeconds?: number | null | undefined;
  /** What it may use without reading it. */
  uses?: Array<UseInput> | null | undefined;
};

export type Order_By =
  | 'asc'
  | 'desc';

/** Of which name the secret comes back that was removed last. There must be none of the name (`CONFLICT`). */
export type RestoreSecretInput = {
  name: string;
};

/** Which token ends. */
export type RevokeTokenInput = {
  id: string | number;
};

/** Which secret, and the version whose value becomes its newest. */
export type RollbackSecretInput = {
  name: string;
  version: number;
};

export type Run_Bool_Exp = {
  id?: string | number | null | undefined;
  live?: boolean | null | undefined;
};

export type Secret_Bool_Exp = {
  /** Whether those are listed that were removed and can be restored, by name, in place of the others. Default false. */
  deleted?: boolean | null | undefined;
  /** Those in this folder, without those in the folders in it; an empty string: names without a `/`. */
  folder?: string | null | undefined;
  lastReadAt?: Read_Comparison_Exp | null | undefined;
  name?: String_Comparison_Exp | null | undefined;
  rotateBy?: Due_Comparison_Exp | null | undefined;
};

/** One of them; `name` counts before the others. */
export type Secret_Order_By = {
  createdAt?: Order_By | null | undefined;
  name?: Order_By | null | undefined;
  updatedAt?: Order_By | null | undefined;
};

/** A secret's name, and its value: any JSON. */
export type SetSecretInput = {
  /** The number of its newest version, else nothing is set (`CONFLICT`); 0: there must be no secret of the name. */
  ifVersion?: number | null | undefined;
  /**
   * 1 to 255 characters of Unicode in NFC, no space at either end. No control characters, and none that are invisible or change the direction
   * of writing (Unicode's Cf and Default_Ignorable_Code_Point), except inside an emoji. Not `*`,
   * and not with `/*` at its end.
   */
  name: string;
  /** Must be given; null is a value. */
  value?: unknown;
};

/** A request that a secret may be put into. */
export type UseInput = {
  /** For example `api.stripe.com`, with `:` and a port where that is not https's own; `*.example.com`: each host one level under it. */
  host: string;
  /** Absent: every method. */
  methods?: Array<string> | null | undefined;
  name: string;
  /** For example `/v1/charges`, with all that is under it. Absent: every path. */
  paths?: Array<string> | null | undefined;
};

/** The request that the value is for. */
export type UseSecretInput = {
  /** For example `api.stripe.com`, with `:` and a port where that is not https's own. */
  host: string;
  /** In capitals. */
  method: string;
  name: string;
  /** Without its query. */
  path: string;
};

export type AccessQueryVariables = Exact<{
  name: string;
}>;


export type AccessQuery = { access: Array<{ kind: CredentialKind, id: string, name: string, through: string }> };

export type AuditEventsOf01QueryVariables = Exact<{
  where?: Audit_Bool_Exp | null | undefined;
  limit?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type AuditEventsOf01Query = { auditEvents: Array<{ id: string, at: string, action: string, subject: string | null, actor: string, actorId: string | null, outcome: AuditOutcome, code: string | null, requestId: string }> };

export type AuditEventsQueryVariables = Exact<{
  where?: Audit_Bool_Exp | null | undefined;
  limit?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type AuditEventsQuery = { auditEvents: Array<{ id: string, at: string, action: string, subject: string | null, asked: string | null, outcome: AuditOutcome, code: string | null, actor: string, actorId: string | null, label: string | null, version: number | null, address: string | null, agent: string | null, detail: unknown, requestId: string }> };

export type CreateTeamMutationVariables = Exact<{
  input: CreateTeamInput;
}>;


export type CreateTeamMutation = { createTeam: { token: string, team: { id: string, name: string, createdAt: string } } };

export type CreateTokenMutationVariables = Exact<{
  input: CreateTokenInput;
}>;


export type CreateTokenMutation = { createToken: { id: string, token: string, role: Role, expiresAt: string | null } };

export type CreateTrustMutationVariables = Exact<{
  input: CreateTrustInput;
}>;


export type CreateTrustMutation = { createTrust: { id: string } };

export type DeleteSecretMutationVariables = Exact<{
  input: DeleteSecretInput;
}>;


export type DeleteSecretMutation = { deleteSecret: { success: boolean } };

export type DeleteTrustMutationVariables = Exact<{
  input: DeleteTrustInput;
}>;


export type DeleteTrustMutation = { deleteTrust: { success: boolean } };

export type DescribeSecretMutationVariables = Exact<{
  input: DescribeSecretInput;
}>;


export type DescribeSecretMutation = { describeSecret: { success: boolean } };

export type DescribedSecretsQueryVariables = Exact<{
  where?: Secret_Bool_Exp | null | undefined;
  orderBy?: Secret_Order_By | null | undefined;
  limit?: number | null | undefined;
  offset?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DescribedSecretsQuery = { secret: Array<{ name: string, version: number, createdAt: string, updatedAt: string, updatedBy: string, note: string | null, owner: string | null, rotateBy: string | null, lastReadAt: string | null, deletedAt: string | null }> };

export type EndRunMutationVariables = Exact<{
  input: EndRunInput;
}>;


export type EndRunMutation = { endRun: { success: boolean } };

export type ExtendRunMutationVariables = Exact<{
  input: ExtendRunInput;
}>;


export type ExtendRunMutation = { extendRun: { id: string, expiresAt: string } };

export type FoldersQueryVariables = Exact<{
  where?: Folder_Bool_Exp | null | undefined;
  limit?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type FoldersQuery = { folders: Array<{ folder: string, secrets: number }> };

export type OpenRunMutationVariables = Exact<{
  input: OpenRunInput;
}>;


export type OpenRunMutation = { openRun: { id: string, token: string, expiresAt: string } };

export type RestoreSecretMutationVariables = Exact<{
  input: RestoreSecretInput;
}>;


export type RestoreSecretMutation = { restoreSecret: { success: boolean, version: number } };

export type RevokeTokenMutationVariables = Exact<{
  input: RevokeTokenInput;
}>;


export type RevokeTokenMutation = { revokeToken: { success: boolean } };

export type RollbackSecretMutationVariables = Exact<{
  input: RollbackSecretInput;
}>;


export type RollbackSecretMutation = { rollbackSecret: { success: boolean, version: number } };

export type RunsOf01QueryVariables = Exact<{
  where?: Run_Bool_Exp | null | undefined;
  limit?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type RunsOf01Query = { runs: Array<{ id: string, label: string | null, allow: Array<string> | null, openedAt: string, openedBy: string, expiresAt: string, endedAt: string | null, live: boolean }> };

export type RunsQueryVariables = Exact<{
  where?: Run_Bool_Exp | null | undefined;
  limit?: number | null | undefined;
  offset?: number | null | undefined;
  after?: string | number | null | undefined;
}>;


export type RunsQuery = { runs: Array<{ id: string, label: string | null, allow: Array<string> | null, names: Array<string> | null, folder: string | null, openedAt: string, openedBy: string, openedById: string | null, expiresAt: string, endedAt: string | null, live: boolean, uses: Array<{ name: string, host: string, methods: Array<string> | null, paths: Array<string> | null }> | null }> };

export type SecretHistoryQueryVariables = Exact<{
  name: string;
}>;


export type SecretHistoryQuery = { secret: Array<{ name: string, version: number, createdAt: string, updatedAt: string, updatedBy: string, versions: Array<{ version: number, createdAt: string, createdBy: string }> }> };

export type SecretNamesQueryVariables = Exact<{
  limit?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type SecretNamesQuery = { secret: Array<{ name: string }> };

export type SecretValueQueryVariables = Exact<{
  name: string;
}>;


export type SecretValueQuery = { secretValue: unknown };

export type SecretValuesQueryVariables = Exact<{
  names: Array<string> | string;
}>;


export type SecretValuesQuery = { secretValues: Array<{ name: string, value: unknown, error: { code: string, message: string } | null }> };

export type SecretsQueryVariables = Exact<{
  where?: Secret_Bool_Exp | null | undefined;
  orderBy?: Secret_Order_By | null | undefined;
  limit?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type SecretsQuery = { secret: Array<{ name: string, version: number, createdAt: string, updatedAt: string, updatedBy: string }> };

export type SetSecretMutationVariables = Exact<{
  input: SetSecretInput;
}>;


export type SetSecretMutation = { setSecret: { success: boolean, version: number } };

export type SetSecretsMutationVariables = Exact<{
  input: Array<SetSecretInput> | SetSecretInput;
}>;


export type SetSecretsMutation = { setSecrets: { success: boolean, versions: Array<number> } };

export type TeamsQueryVariables = Exact<{
  limit?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type TeamsQuery = { teams: Array<{ id: string, name: string, createdAt: string }> };

export type TokensOf01QueryVariables = Exact<{
  limit?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type TokensOf01Query = { tokens: Array<{ id: string, name: string, role: Role, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null }> };

export type TokensQueryVariables = Exact<{
  limit?: number | null | undefined;
  offset?: number | null | undefined;
  after?: string | number | null | undefined;
}>;


export type TokensQuery = { tokens: Array<{ id: string, name: string, role: Role, createdAt: string, createdBy: string | null, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null, grants: Array<{ role: Role, names: Array<string> | null, runSeconds: number | null, uses: Array<{ name: string, host: string, methods: Array<string> | null, paths: Array<string> | null }> | null }> }> };

export type TrustsQueryVariables = Exact<{ [key: string]: never; }>;


export type TrustsQuery = { trusts: Array<{ id: string, name: string, for: TrustPurpose, issuer: string, audience: string, claims: unknown, tokenSeconds: number | null, jwks: unknown, reusable: boolean, createdAt: string, createdBy: string, grants: Array<{ role: Role, names: Array<string> | null, runSeconds: number | null, uses: Array<{ name: string, host: string, methods: Array<string> | null, paths: Array<string> | null }> | null }> }> };

export type UseSecretMutationVariables = Exact<{
  input: UseSecretInput;
}>;


export type UseSecretMutation = { useSecret: { value: unknown } };

export type WhoamiQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoamiQuery = { whoami: { kind: IdentityKind, name: string, expiresAt: string | null, team: { id: string, name: string }, grants: Array<{ role: Role, names: Array<string> | null, runSeconds: number | null, uses: Array<{ name: string, host: string, methods: Array<string> | null, paths: Array<string> | null }> | null }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const AccessDocument = new TypedDocumentString(`
    query Access($name: String!) {
  access(name: $name) {
    kind
    id
    name
    through
  }
}
    `) as unknown as TypedDocumentString<AccessQuery, AccessQueryVariables>;
export const AuditEventsOf01Document = new TypedDocumentString(`
    query AuditEventsOf01($where: audit_bool_exp, $limit: Int, $offset: Int) {
  auditEvents(where: $where, limit: $limit, offset: $offset) {
    id
    at
    action
    subject
    actor
    actorId
    outcome
    code
    requestId
  }
}
    `) as unknown as TypedDocumentString<AuditEventsOf01Query, AuditEventsOf01QueryVariables>;
export const AuditEventsDocument = new TypedDocumentString(`
    query AuditEvents($where: audit_bool_exp, $limit: Int, $offset: Int) {
  auditEvents(where: $where, limit: $limit, offset: $offset) {
    id
    at
    action
    subject
    asked
    outcome
    code
    actor
    actorId
    label
    version
    address
    agent
    detail
    requestId
  }
}
    `) as unknown as TypedDocumentString<AuditEventsQuery, AuditEventsQueryVariables>;
export const CreateTeamDocument = new TypedDocumentString(`
    mutation CreateTeam($input: createTeamInput!) {
  createTeam(input: $input) {
    team {
      id
      name
      createdAt
    }
    token
  }
}
    `) as unknown as TypedDocumentString<CreateTeamMutation, CreateTeamMutationVariables>;
export const CreateTokenDocument = new TypedDocumentString(`
    mutation CreateToken($input: createTokenInput!) {
  createToken(input: $input) {
    id
    token
    role
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<CreateTokenMutation, CreateTokenMutationVariables>;
export const CreateTrustDocument = new TypedDocumentString(`
    mutation CreateTrust($input: createTrustInput!) {
  createTrust(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<CreateTrustMutation, CreateTrustMutationVariables>;
export const DeleteSecretDocument = new TypedDocumentString(`
    mutation DeleteSecret($input: deleteSecretInput!) {
  deleteSecret(input: $input) {
    success
  }
}
    `) as unknown as TypedDocumentString<DeleteSecretMutation, DeleteSecretMutationVariables>;
export const DeleteTrustDocument = new TypedDocumentString(`
    mutation DeleteTrust($input: deleteTrustInput!) {
  deleteTrust(input: $input) {
    success
  }
}
    `) as unknown as TypedDocumentString<DeleteTrustMutation, DeleteTrustMutationVariables>;
export const DescribeSecretDocument = new TypedDocumentString(`
    mutation DescribeSecret($input: describeSecretInput!) {
  describeSecret(input: $input) {
    success
  }
}
    `) as unknown as TypedDocumentString<DescribeSecretMutation, DescribeSecretMutationVariables>;
export const DescribedSecretsDocument = new TypedDocumentString(`
    query DescribedSecrets($where: secret_bool_exp, $orderBy: secret_order_by, $limit: Int, $offset: Int, $after: String) {
  secret(
    where: $where
    order_by: $orderBy
    limit: $limit
    offset: $offset
    after: $after
  ) {
    name
    version
    createdAt
    updatedAt
    updatedBy
    note
    owner
    rotateBy
    lastReadAt
    deletedAt
  }
}
    `) as unknown as TypedDocumentString<DescribedSecretsQuery, DescribedSecretsQueryVariables>;
export const EndRunDocument = new TypedDocumentString(`
    mutation EndRun($input: endRunInput!) {
  endRun(input: $input) {
    success
  }
}
    `) as unknown as TypedDocumentString<EndRunMutation, EndRunMutationVariables>;
export const ExtendRunDocument = new TypedDocumentString(`
    mutation ExtendRun($input: extendRunInput!) {
  extendRun(input: $input) {
    id
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<ExtendRunMutation, ExtendRunMutationVariables>;
export const FoldersDocument = new TypedDocumentString(`
    query Folders($where: folder_bool_exp, $limit: Int, $after: String) {
  folders(where: $where, limit: $limit, after: $after) {
    folder
    secrets
  }
}
    `) as unknown as TypedDocumentString<FoldersQuery, FoldersQueryVariables>;
export const OpenRunDocument = new TypedDocumentString(`
    mutation OpenRun($input: openRunInput!) {
  openRun(input: $input) {
    id
    token
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<OpenRunMutation, OpenRunMutationVariables>;
export const RestoreSecretDocument = new TypedDocumentString(`
    mutation RestoreSecret($input: restoreSecretInput!) {
  restoreSecret(input: $input) {
    success
    version
  }
}
    `) as unknown as TypedDocumentString<RestoreSecretMutation, RestoreSecretMutationVariables>;
export const RevokeTokenDocument = new TypedDocumentString(`
    mutation RevokeToken($input: revokeTokenInput!) {
  revokeToken(input: $input) {
    success
  }
}
    `) as unknown as TypedDocumentString<RevokeTokenMutation, RevokeTokenMutationVariables>;
export const RollbackSecretDocument = new TypedDocumentString(`
    mutation RollbackSecret($input: rollbackSecretInput!) {
  rollbackSecret(input: $input) {
    success
    version
  }
}
    `) as unknown as TypedDocumentString<RollbackSecretMutation, RollbackSecretMutationVariables>;
export const RunsOf01Document = new TypedDocumentString(`
    query RunsOf01($where: run_bool_exp, $limit: Int, $offset: Int) {
  runs(where: $where, limit: $limit, offset: $offset) {
    id
    label
    allow
    openedAt
    openedBy
    expiresAt
    endedAt
    live
  }
}
    `) as unknown as TypedDocumentString<RunsOf01Query, RunsOf01QueryVariables>;
export const RunsDocument = new TypedDocumentString(`
    query Runs($where: run_bool_exp, $limit: Int, $offset: Int, $after: ID) {
  runs(where: $where, limit: $limit, offset: $offset, after: $after) {
    id
    label
    allow
    names
    folder
    uses {
      name
      host
      methods
      paths
    }
    openedAt
    openedBy
    openedById
    expiresAt
    endedAt
    live
  }
}
    `) as unknown as TypedDocumentString<RunsQuery, RunsQueryVariables>;
export const SecretHistoryDocument = new TypedDocumentString(`
    query SecretHistory($name: String!) {
  secret(where: {name: {_eq: $name}}) {
    name
    version
    createdAt
    updatedAt
    updatedBy
    versions {
      version
      createdAt
      createdBy
    }
  }
}
    `) as unknown as TypedDocumentString<SecretHistoryQuery, SecretHistoryQueryVariables>;
export const SecretNamesDocument = new TypedDocumentString(`
    query SecretNames($limit: Int, $offset: Int) {
  secret(order_by: {name: asc}, limit: $limit, offset: $offset) {
    name
  }
}
    `) as unknown as TypedDocumentString<SecretNamesQuery, SecretNamesQueryVariables>;
export const SecretValueDocument = new TypedDocumentString(`
    query SecretValue($name: String!) {
  secretValue(name: $name)
}
    `) as unknown as TypedDocumentString<SecretValueQuery, SecretValueQueryVariables>;
export const SecretValuesDocument = new TypedDocumentString(`
    query SecretValues($names: [String!]!) {
  secretValues(names: $names) {
    name
    value
    error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SecretValuesQuery, SecretValuesQueryVariables>;
export const SecretsDocument = new TypedDocumentString(`
    query Secrets($where: secret_bool_exp, $orderBy: secret_order_by, $limit: Int, $offset: Int) {
  secret(where: $where, order_by: $orderBy, limit: $limit, offset: $offset) {
    name
    version
    createdAt
    updatedAt
    updatedBy
  }
}
    `) as unknown as TypedDocumentString<SecretsQuery, SecretsQueryVariables>;
export const SetSecretDocument = new TypedDocumentString(`
    mutation SetSecret($input: setSecretInput!) {
  setSecret(input: $input) {
    success
    version
  }
}
    `) as unknown as TypedDocumentString<SetSecretMutation, SetSecretMutationVariables>;
export const SetSecretsDocument = new TypedDocumentString(`
    mutation SetSecrets($input: [setSecretInput!]!) {
  setSecrets(input: $input) {
    success
    versions
  }
}
    `) as unknown as TypedDocumentString<SetSecretsMutation, SetSecretsMutationVariables>;
export const TeamsDocument = new TypedDocumentString(`
    query Teams($limit: Int, $offset: Int) {
  teams(limit: $limit, offset: $offset) {
    id
    name
    createdAt
  }
}
    `) as unknown as TypedDocumentString<TeamsQuery, TeamsQueryVariables>;
export const TokensOf01Document = new TypedDocumentString(`
    query TokensOf01($limit: Int, $offset: Int) {
  tokens(limit: $limit, offset: $offset) {
    id
    name
    role
    createdAt
    expiresAt
    lastUsedAt
    revokedAt
  }
}
    `) as unknown as TypedDocumentString<TokensOf01Query, TokensOf01QueryVariables>;
export const TokensDocument = new TypedDocumentString(`
    query Tokens($limit: Int, $offset: Int, $after: ID) {
  tokens(limit: $limit, offset: $offset, after: $after) {
    id
    name
    role
    grants {
      role
      names
      runSeconds
      uses {
        name
        host
        methods
        paths
      }
    }
    createdAt
    createdBy
    expiresAt
    lastUsedAt
    revokedAt
  }
}
    `) as unknown as TypedDocumentString<TokensQuery, TokensQueryVariables>;
export const TrustsDocument = new TypedDocumentString(`
    query Trusts {
  trusts {
    id
    name
    for
    issuer
    audience
    claims
    grants {
      role
      names
      runSeconds
      uses {
        name
        host
        methods
        paths
      }
    }
    tokenSeconds
    jwks
    reusable
    createdAt
    createdBy
  }
}
    `) as unknown as TypedDocumentString<TrustsQuery, TrustsQueryVariables>;
export const UseSecretDocument = new TypedDocumentString(`
    mutation UseSecret($input: useSecretInput!) {
  useSecret(input: $input) {
    value
  }
}
    `) as unknown as TypedDocumentString<UseSecretMutation, UseSecretMutationVariables>;
export const WhoamiDocument = new TypedDocumentString(`
    query Whoami {
  whoami {
    team {
      id
      name
    }
    kind
    name
    grants {
      role
      names
      runSeconds
      uses {
        name
        host
        methods
        paths
      }
    }
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<WhoamiQuery, WhoamiQueryVariables>;
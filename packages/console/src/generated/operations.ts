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

export type Token_Bool_Exp = {
  id?: string | number | null | undefined;
  /** Neither revoked nor expired. */
  live?: boolean | null | undefined;
  role?: Role | null | undefined;
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

export type AuditEventsQueryVariables = Exact<{
  where?: Audit_Bool_Exp | null | undefined;
  limit?: number | null | undefined;
}>;


export type AuditEventsQuery = { auditEvents: Array<{ id: string, at: string, action: string, subject: string | null, asked: string | null, outcome: AuditOutcome, code: string | null, actor: string, actorId: string | null, label: string | null, version: number | null, address: string | null, agent: string | null, detail: unknown, requestId: string }> };

export type TokensQueryVariables = Exact<{
  where?: Token_Bool_Exp | null | undefined;
  limit?: number | null | undefined;
  after?: string | number | null | undefined;
}>;


export type TokensQuery = { tokens: Array<{ id: string, name: string, createdAt: string, createdBy: string | null, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null, grants: Array<{ role: Role, names: Array<string> | null, runSeconds: number | null, uses: Array<{ name: string, host: string }> | null }> }> };

export type CreateTokenMutationVariables = Exact<{
  input: CreateTokenInput;
}>;


export type CreateTokenMutation = { createToken: { id: string, token: string } };

export type RevokeTokenMutationVariables = Exact<{
  input: RevokeTokenInput;
}>;


export type RevokeTokenMutation = { revokeToken: { success: boolean } };

export type TeamsQueryVariables = Exact<{
  limit?: number | null | undefined;
}>;


export type TeamsQuery = { teams: Array<{ id: string, name: string, createdAt: string }> };

export type CreateTeamMutationVariables = Exact<{
  input: CreateTeamInput;
}>;


export type CreateTeamMutation = { createTeam: { token: string, team: { id: string } } };

export type TrustsQueryVariables = Exact<{ [key: string]: never; }>;


export type TrustsQuery = { trusts: Array<{ id: string, name: string, for: TrustPurpose, issuer: string, audience: string, claims: unknown, tokenSeconds: number | null, reusable: boolean, createdAt: string, createdBy: string, grants: Array<{ role: Role, names: Array<string> | null, runSeconds: number | null, uses: Array<{ name: string, host: string }> | null }> }> };

export type CreateTrustMutationVariables = Exact<{
  input: CreateTrustInput;
}>;


export type CreateTrustMutation = { createTrust: { id: string } };

export type DeleteTrustMutationVariables = Exact<{
  input: DeleteTrustInput;
}>;


export type DeleteTrustMutation = { deleteTrust: { success: boolean } };

export type RunsQueryVariables = Exact<{
  where?: Run_Bool_Exp | null | undefined;
  limit?: number | null | undefined;
  after?: string | number | null | undefined;
}>;


export type RunsQuery = { runs: Array<{ id: string, label: string | null, allow: Array<string> | null, names: Array<string> | null, folder: string | null, openedAt: string, openedBy: string, expiresAt: string, endedAt: string | null, live: boolean, uses: Array<{ name: string, host: string }> | null }> };

export type EndRunMutationVariables = Exact<{
  input: EndRunInput;
}>;


export type EndRunMutation = { endRun: { success: boolean } };

export type SecretPageQueryVariables = Exact<{
  where?: Secret_Bool_Exp | null | undefined;
  limit?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SecretPageQuery = { secret: Array<{ name: string, version: number, updatedAt: string, updatedBy: string, note: string | null, owner: string | null, rotateBy: string | null, lastReadAt: string | null, deletedAt: string | null }> };

export type SecretVersionsQueryVariables = Exact<{
  name: string;
}>;


export type SecretVersionsQuery = { secret: Array<{ name: string, version: number, createdAt: string, versions: Array<{ version: number, createdAt: string, createdBy: string }> }> };

export type WhoReadsQueryVariables = Exact<{
  name: string;
}>;


export type WhoReadsQuery = { access: Array<{ kind: CredentialKind, id: string, name: string, through: string }>, auditEvents: Array<{ id: string, at: string, outcome: AuditOutcome, actor: string, label: string | null, detail: unknown }> };

export type SetSecretsMutationVariables = Exact<{
  input: Array<SetSecretInput> | SetSecretInput;
}>;


export type SetSecretsMutation = { setSecrets: { versions: Array<number> } };

export type RollbackSecretMutationVariables = Exact<{
  input: RollbackSecretInput;
}>;


export type RollbackSecretMutation = { rollbackSecret: { version: number } };

export type DescribeSecretMutationVariables = Exact<{
  input: DescribeSecretInput;
}>;


export type DescribeSecretMutation = { describeSecret: { success: boolean } };

export type DeleteSecretMutationVariables = Exact<{
  input: DeleteSecretInput;
}>;


export type DeleteSecretMutation = { deleteSecret: { success: boolean } };

export type RestoreSecretMutationVariables = Exact<{
  input: RestoreSecretInput;
}>;


export type RestoreSecretMutation = { restoreSecret: { version: number } };

export type WhoamiQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoamiQuery = { whoami: { name: string, expiresAt: string | null, team: { id: string, name: string }, grants: Array<{ role: Role, names: Array<string> | null }> } };

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

export const AuditEventsDocument = new TypedDocumentString(`
    query AuditEvents($where: audit_bool_exp, $limit: Int) {
  auditEvents(where: $where, limit: $limit) {
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
export const TokensDocument = new TypedDocumentString(`
    query Tokens($where: token_bool_exp, $limit: Int, $after: ID) {
  tokens(where: $where, limit: $limit, after: $after) {
    id
    name
    grants {
      role
      names
      runSeconds
      uses {
        name
        host
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
export const CreateTokenDocument = new TypedDocumentString(`
    mutation CreateToken($input: createTokenInput!) {
  createToken(input: $input) {
    id
    token
  }
}
    `) as unknown as TypedDocumentString<CreateTokenMutation, CreateTokenMutationVariables>;
export const RevokeTokenDocument = new TypedDocumentString(`
    mutation RevokeToken($input: revokeTokenInput!) {
  revokeToken(input: $input) {
    success
  }
}
    `) as unknown as TypedDocumentString<RevokeTokenMutation, RevokeTokenMutationVariables>;
export const TeamsDocument = new TypedDocumentString(`
    query Teams($limit: Int) {
  teams(limit: $limit) {
    id
    name
    createdAt
  }
}
    `) as unknown as TypedDocumentString<TeamsQuery, TeamsQueryVariables>;
export const CreateTeamDocument = new TypedDocumentString(`
    mutation CreateTeam($input: createTeamInput!) {
  createTeam(input: $input) {
    team {
      id
    }
    token
  }
}
    `) as unknown as TypedDocumentString<CreateTeamMutation, CreateTeamMutationVariables>;
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
      }
    }
    tokenSeconds
    reusable
    createdAt
    createdBy
  }
}
    `) as unknown as TypedDocumentString<TrustsQuery, TrustsQueryVariables>;
export const CreateTrustDocument = new TypedDocumentString(`
    mutation CreateTrust($input: createTrustInput!) {
  createTrust(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<CreateTrustMutation, CreateTrustMutationVariables>;
export const DeleteTrustDocument = new TypedDocumentString(`
    mutation DeleteTrust($input: deleteTrustInput!) {
  deleteTrust(input: $input) {
    success
  }
}
    `) as unknown as TypedDocumentString<DeleteTrustMutation, DeleteTrustMutationVariables>;
export const RunsDocument = new TypedDocumentString(`
    query Runs($where: run_bool_exp, $limit: Int, $after: ID) {
  runs(where: $where, limit: $limit, after: $after) {
    id
    label
    allow
    names
    folder
    uses {
      name
      host
    }
    openedAt
    openedBy
    expiresAt
    endedAt
    live
  }
}
    `) as unknown as TypedDocumentString<RunsQuery, RunsQueryVariables>;
export const EndRunDocument = new TypedDocumentString(`
    mutation EndRun($input: endRunInput!) {
  endRun(input: $input) {
    success
  }
}
    `) as unknown as TypedDocumentString<EndRunMutation, EndRunMutationVariables>;
export const SecretPageDocument = new TypedDocumentString(`
    query SecretPage($where: secret_bool_exp, $limit: Int, $after: String) {
  secret(where: $where, limit: $limit, after: $after) {
    name
    version
    updatedAt
    updatedBy
    note
    owner
    rotateBy
    lastReadAt
    deletedAt
  }
}
    `) as unknown as TypedDocumentString<SecretPageQuery, SecretPageQueryVariables>;
export const SecretVersionsDocument = new TypedDocumentString(`
    query SecretVersions($name: String!) {
  secret(where: {name: {_eq: $name}}) {
    name
    version
    createdAt
    versions {
      version
      createdAt
      createdBy
    }
  }
}
    `) as unknown as TypedDocumentString<SecretVersionsQuery, SecretVersionsQueryVariables>;
export const WhoReadsDocument = new TypedDocumentString(`
    query WhoReads($name: String!) {
  access(name: $name) {
    kind
    id
    name
    through
  }
  auditEvents(where: {action: "secret.read", subject: $name}, limit: 5) {
    id
    at
    outcome
    actor
    label
    detail
  }
}
    `) as unknown as TypedDocumentString<WhoReadsQuery, WhoReadsQueryVariables>;
export const SetSecretsDocument = new TypedDocumentString(`
    mutation SetSecrets($input: [setSecretInput!]!) {
  setSecrets(input: $input) {
    versions
  }
}
    `) as unknown as TypedDocumentString<SetSecretsMutation, SetSecretsMutationVariables>;
export const RollbackSecretDocument = new TypedDocumentString(`
    mutation RollbackSecret($input: rollbackSecretInput!) {
  rollbackSecret(input: $input) {
    version
  }
}
    `) as unknown as TypedDocumentString<RollbackSecretMutation, RollbackSecretMutationVariables>;
export const DescribeSecretDocument = new TypedDocumentString(`
    mutation DescribeSecret($input: describeSecretInput!) {
  describeSecret(input: $input) {
    success
  }
}
    `) as unknown as TypedDocumentString<DescribeSecretMutation, DescribeSecretMutationVariables>;
export const DeleteSecretDocument = new TypedDocumentString(`
    mutation DeleteSecret($input: deleteSecretInput!) {
  deleteSecret(input: $input) {
    success
  }
}
    `) as unknown as TypedDocumentString<DeleteSecretMutation, DeleteSecretMutationVariables>;
export const RestoreSecretDocument = new TypedDocumentString(`
    mutation RestoreSecret($input: restoreSecretInput!) {
  restoreSecret(input: $input) {
    version
  }
}
    `) as unknown as TypedDocumentString<RestoreSecretMutation, RestoreSecretMutationVariables>;
export const WhoamiDocument = new TypedDocumentString(`
    query Whoami {
  whoami {
    team {
      id
      name
    }
    name
    grants {
      role
      names
    }
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<WhoamiQuery, WhoamiQueryVariables>;
import type { Plaintext } from '../vault/plaintext.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ListedFolder } from '../operations/folders.ts';
import type { ListedRun } from '../operations/run-list.ts';
import type { ListedToken } from '../operations/tokens.ts';
import type { ListedTrust } from '../operations/trusts.ts';
import type { ListedSecret } from '../operations/secret-list.ts';
import type { RequestContext } from '../operations/operation.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant as an ISO 8601 string with a time zone; answers are in UTC with milliseconds. */
  DateTime: { input: number; output: number; }
  /** Any JSON: string, number, boolean, list, object or null, as a literal or a variable. */
  JSON: { input: Plaintext; output: Plaintext; }
};

/** A credential that may read a secret. */
export type Access = {
  readonly __typename?: 'Access';
  readonly id: Scalars['ID']['output'];
  readonly kind: CredentialKind;
  readonly name: Scalars['String']['output'];
  /** The grant, for example `runner:prod/orders/*`. */
  readonly through: Scalars['String']['output'];
};

export type AuditEvent = {
  readonly __typename?: 'AuditEvent';
  /** What was asked, for example `secret.set`, `secret.read`, `run.open`, `token.create`. */
  readonly action: Scalars['String']['output'];
  /** The name of the token, `run:` and the run's id, or `unknown` where no known token came with the request. */
  readonly actor: Scalars['String']['output'];
  /** The id of the token or run. */
  readonly actorId?: Maybe<Scalars['ID']['output']>;
  /** The client's address. */
  readonly address?: Maybe<Scalars['String']['output']>;
  /** The client's program, as it calls itself. */
  readonly agent?: Maybe<Scalars['String']['output']>;
  /** The name as the program asked for it, where the subject is the full name. */
  readonly asked?: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  /** Why it was refused. */
  readonly code?: Maybe<Scalars['String']['output']>;
  /**
   * What else belongs to the action: for a run's own uses `openedBy` and `openedById`, for `token.create` the role and the
   * grants, for `run.open` what it may read and for how long. Lists that are too long are cut by `omitted` strings.
   */
  readonly detail?: Maybe<Scalars['JSON']['output']>;
  /** Tells nothing of other rows; `before` takes it. */
  readonly id: Scalars['ID']['output'];
  /** The label of the run that asked, or that was opened, extended or ended. */
  readonly label?: Maybe<Scalars['String']['output']>;
  readonly outcome: AuditOutcome;
  /** The id that the server's own log and the answer's `x-request-id` header carry. */
  readonly requestId: Scalars['String']['output'];
  /** The name of the secret, the id of the run or token, or the name of the team. */
  readonly subject?: Maybe<Scalars['String']['output']>;
  /** The version of the secret that was set or read, or that it was rolled back to. */
  readonly version?: Maybe<Scalars['Int']['output']>;
};

export type AuditOutcome =
  | 'allowed'
  | 'refused';

/** Who is calling, by the token that came with the request. */
export type Caller =
  /** Manages teams, tokens and runs, reads the audit log, sets, deletes and lists secrets. Opens no run. */
  | 'admin'
  /** Reads the audit log and lists runs, tokens and names; changes and opens nothing. */
  | 'auditor'
  /** Sets, deletes, rolls back and lists the secrets of its names. */
  | 'editor'
  /** A signed token of an issuer that a trust takes: opens runs by the trust's grants, and does nothing else. */
  | 'identity'
  /** A live run: the only caller that is ever given a value. */
  | 'run'
  /** Opens runs that read its names; lists, extends and ends those. */
  | 'runner';

export type CreateTeamPayload = {
  readonly __typename?: 'CreateTeamPayload';
  readonly grants: ReadonlyArray<Grant>;
  readonly team: Team;
  readonly token: Scalars['String']['output'];
};

export type CreateTokenPayload = {
  readonly __typename?: 'CreateTokenPayload';
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  readonly grants: ReadonlyArray<Grant>;
  readonly id: Scalars['ID']['output'];
  /** The strongest role of its grants. */
  readonly role: Role;
  readonly token: Scalars['String']['output'];
};

export type CreateTrustPayload = {
  readonly __typename?: 'CreateTrustPayload';
  readonly id: Scalars['ID']['output'];
};

export type CredentialKind =
  | 'token'
  | 'trust';

/** Those without a value are left out. */
export type Due_Comparison_Exp = {
  readonly _lt?: InputMaybe<Scalars['DateTime']['input']>;
};

export type ExtendRunPayload = {
  readonly __typename?: 'ExtendRunPayload';
  readonly expiresAt: Scalars['DateTime']['output'];
  readonly id: Scalars['ID']['output'];
};

export type Folder = {
  readonly __typename?: 'Folder';
  /** What stands before the last `/` of the names in it; empty for names without one. */
  readonly folder: Scalars['String']['output'];
  /** How many secrets are in it, without those in the folders in it. */
  readonly secrets: Scalars['Int']['output'];
};

/** What a credential may touch. */
export type Grant = {
  readonly __typename?: 'Grant';
  /** Full names, and folders as `prod/orders/*`; null: all of the team's. */
  readonly names?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly role: Role;
  /** For a runner: how long each of its runs may live in all, in seconds; null: as long as the server lets it. */
  readonly runSeconds?: Maybe<Scalars['Int']['output']>;
  /** For a runner: its runs only use these, and read nothing; null: its runs read. */
  readonly uses?: Maybe<ReadonlyArray<Use>>;
};

/** Who is calling. */
export type Identity = {
  readonly __typename?: 'Identity';
  /** Null: until it is revoked. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  readonly grants: ReadonlyArray<Grant>;
  readonly kind: IdentityKind;
  /** The token's name, or `run:` and the run's id. */
  readonly name: Scalars['String']['output'];
  readonly team: IdentityTeam;
};

export type IdentityKind =
  | 'run'
  | 'session'
  | 'token';

export type IdentityTeam = {
  readonly __typename?: 'IdentityTeam';
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Creates a team and its first token, of an admin and runner. For an admin of the instance's first team. */
  readonly createTeam: CreateTeamPayload;
  /** Creates a token, shown once. A grant of runner can be given only by an admin whose own grants of runner cover it. */
  readonly createToken: CreateTokenPayload;
  /**
   * Creates a trust: whoever holds a token that its issuer signed, with its claims, opens runs by its grants, or signs in.
   * A grant of runner can be given only by an admin whose own grants of runner cover it.
   */
  readonly createTrust: CreateTrustPayload;
  /**
   * Removes a secret with every version of its value. It can be restored for 30 days, unless the server's settings differ or
   * `purge` is given.
   */
  readonly deleteSecret: SuccessPayload;
  /** Deletes a trust at once, and ends the runs that were opened by it. */
  readonly deleteTrust: SuccessPayload;
  /** Changes what is known of a secret beside its value. */
  readonly describeSecret: SuccessPayload;
  /** Ends a run at once. */
  readonly endRun: SuccessPayload;
  /** Moves the end of a run: its heartbeat. */
  readonly extendRun: ExtendRunPayload;
  /** Opens a run. Its token, shown once, reads values until the run ends or expires. */
  readonly openRun: OpenRunPayload;
  /** Restores the secret of a name that was removed last, with its versions. */
  readonly restoreSecret: SetSecretPayload;
  /** Revokes a token at once, and ends the runs that it opened. */
  readonly revokeToken: SuccessPayload;
  /** Copies an older version on top, without showing it. */
  readonly rollbackSecret: SetSecretPayload;
  /** Sets a value; a name that is there already gets a new version. */
  readonly setSecret: SetSecretPayload;
  /** Sets many values, all or none. */
  readonly setSecrets: SetSecretsPayload;
  /**
   * A value for one request that the run was opened to use it in; the request is in the audit log before the value is given. For
   * whoever sends the request on a program's behalf, such as a broker.
   */
  readonly useSecret: UseSecretPayload;
};


export type MutationCreateTeamArgs = {
  input: CreateTeamInput;
};


export type MutationCreateTokenArgs = {
  input: CreateTokenInput;
};


export type MutationCreateTrustArgs = {
  input: CreateTrustInput;
};


export type MutationDeleteSecretArgs = {
  input: DeleteSecretInput;
};


export type MutationDeleteTrustArgs = {
  input: DeleteTrustInput;
};


export type MutationDescribeSecretArgs = {
  input: DescribeSecretInput;
};


export type MutationEndRunArgs = {
  input: EndRunInput;
};


export type MutationExtendRunArgs = {
  input: ExtendRunInput;
};


export type MutationOpenRunArgs = {
  input: OpenRunInput;
};


export type MutationRestoreSecretArgs = {
  input: RestoreSecretInput;
};


export type MutationRevokeTokenArgs = {
  input: RevokeTokenInput;
};


export type MutationRollbackSecretArgs = {
  input: RollbackSecretInput;
};


export type MutationSetSecretArgs = {
  input: SetSecretInput;
};


export type MutationSetSecretsArgs = {
  input: ReadonlyArray<SetSecretInput>;
};


export type MutationUseSecretArgs = {
  input: UseSecretInput;
};

export type OpenRunPayload = {
  readonly __typename?: 'OpenRunPayload';
  readonly expiresAt: Scalars['DateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly token: Scalars['String']['output'];
};

export type Query = {
  readonly __typename?: 'Query';
  /** Which live credentials may read a secret, whether or not it is there, and by which of their grants. */
  readonly access: ReadonlyArray<Access>;
  /**
   * The team's audit log, newest first, 100 rows unless `limit` says otherwise. The instance's first team also sees the
   * calls that came without a known token.
   */
  readonly auditEvents: ReadonlyArray<AuditEvent>;
  /**
   * The folders that have secrets, in the order of their names: a folder and those in it, or all. 100 unless `limit` says
   * otherwise. With `after`, a folder, those behind it.
   */
  readonly folders: ReadonlyArray<Folder>;
  /**
   * The team's runs, for a runner those that it opened, newest first, 100 unless `limit` says otherwise. With `after`, a run's
   * id, those behind it.
   */
  readonly runs: ReadonlyArray<Run>;
  /**
   * The team's secrets by name, for an editor those of its names; never a value. With `after`, a name, those behind it: a page that costs the same however far it
   * is, and does not move while secrets are set.
   */
  readonly secret: ReadonlyArray<Secret>;
  /** A value, for a live run and a name on its allow-list. */
  readonly secretValue?: Maybe<Scalars['JSON']['output']>;
  /** Many values in one request; each name, once however often it is given, has its value or its own error. */
  readonly secretValues: ReadonlyArray<SecretValue>;
  /** Every team of the instance, for an admin of its first team; for other admins, their own. */
  readonly teams: ReadonlyArray<Team>;
  /**
   * The team's tokens, newest first, 100 unless `limit` says otherwise; never the token itself. With `after`, a token's id, those
   * behind it.
   */
  readonly tokens: ReadonlyArray<Token>;
  /** The team's trusts, in the order of their names. */
  readonly trusts: ReadonlyArray<Trust>;
  /** Who is calling, and what they may do. */
  readonly whoami: Identity;
};


export type QueryAccessArgs = {
  name: Scalars['String']['input'];
};


export type QueryAuditEventsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  where?: InputMaybe<Audit_Bool_Exp>;
};


export type QueryFoldersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  where?: InputMaybe<Folder_Bool_Exp>;
};


export type QueryRunsArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  where?: InputMaybe<Run_Bool_Exp>;
};


export type QuerySecretArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  order_by?: InputMaybe<Secret_Order_By>;
  where?: InputMaybe<Secret_Bool_Exp>;
};


export type QuerySecretValueArgs = {
  name: Scalars['String']['input'];
};


export type QuerySecretValuesArgs = {
  names: ReadonlyArray<Scalars['String']['input']>;
};


export type QueryTeamsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  where?: InputMaybe<Team_Bool_Exp>;
};


export type QueryTokensArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  where?: InputMaybe<Token_Bool_Exp>;
};

export type Read_Comparison_Exp = {
  /** Whether it was never read. */
  readonly _is_null?: InputMaybe<Scalars['Boolean']['input']>;
  readonly _lt?: InputMaybe<Scalars['DateTime']['input']>;
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

export type Run = {
  readonly __typename?: 'Run';
  /** The names it may ask for; null: all that its grants cover. */
  readonly allow?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The claims by which a trust opened it; null: a token did. */
  readonly claims?: Maybe<Scalars['JSON']['output']>;
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Where names are looked for first, then in each folder around it; null: names are full names. */
  readonly folder?: Maybe<Scalars['String']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly label?: Maybe<Scalars['String']['output']>;
  /** Neither ended nor expired. */
  readonly live: Scalars['Boolean']['output'];
  /** The names that its grants cover, full names and folders; null: all of the team's. */
  readonly names?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly openedAt: Scalars['DateTime']['output'];
  /** The name of the token that opened it, or whom a trust let in: for example `github:acme/orders@production`. */
  readonly openedBy: Scalars['String']['output'];
  /** The id of that token or trust; null for a run of before this was recorded. */
  readonly openedById?: Maybe<Scalars['ID']['output']>;
  /** What it may use without reading it. */
  readonly uses?: Maybe<ReadonlyArray<Use>>;
};

export type Secret = {
  readonly __typename?: 'Secret';
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it was removed; null: it was not. */
  readonly deletedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When a value of it was last given out, to the minute; null: never. */
  readonly lastReadAt?: Maybe<Scalars['DateTime']['output']>;
  readonly name: Scalars['String']['output'];
  /** What it is for. */
  readonly note?: Maybe<Scalars['String']['output']>;
  /** Who looks after it. */
  readonly owner?: Maybe<Scalars['String']['output']>;
  /** When its value is to be replaced. */
  readonly rotateBy?: Maybe<Scalars['DateTime']['output']>;
  readonly updatedAt: Scalars['DateTime']['output'];
  /** The name of the token that set the newest version. */
  readonly updatedBy: Scalars['String']['output'];
  /** The number of its newest version, from 1. */
  readonly version: Scalars['Int']['output'];
  /** Newest first. */
  readonly versions: ReadonlyArray<SecretVersion>;
};

/** One name's answer: a value, or an error. */
export type SecretValue = {
  readonly __typename?: 'SecretValue';
  readonly error?: Maybe<SecretValueError>;
  readonly name: Scalars['String']['output'];
  readonly value?: Maybe<Scalars['JSON']['output']>;
};

export type SecretValueError = {
  readonly __typename?: 'SecretValueError';
  /** The same codes that `extensions.code` carries. */
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

export type SecretVersion = {
  readonly __typename?: 'SecretVersion';
  readonly createdAt: Scalars['DateTime']['output'];
  readonly createdBy: Scalars['String']['output'];
  readonly version: Scalars['Int']['output'];
};

export type SetSecretPayload = {
  readonly __typename?: 'SetSecretPayload';
  readonly success: Scalars['Boolean']['output'];
  readonly version: Scalars['Int']['output'];
};

export type SetSecretsPayload = {
  readonly __typename?: 'SetSecretsPayload';
  readonly success: Scalars['Boolean']['output'];
  /** The version that each name has now, in the order given. */
  readonly versions: ReadonlyArray<Scalars['Int']['output']>;
};

export type String_Comparison_Exp = {
  /** Letters of another case are others. */
  readonly _contains?: InputMaybe<Scalars['String']['input']>;
  readonly _eq?: InputMaybe<Scalars['String']['input']>;
  readonly _in?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly _starts_with?: InputMaybe<Scalars['String']['input']>;
};

export type SuccessPayload = {
  readonly __typename?: 'SuccessPayload';
  readonly success: Scalars['Boolean']['output'];
};

export type Team = {
  readonly __typename?: 'Team';
  readonly createdAt: Scalars['DateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
};

export type Token = {
  readonly __typename?: 'Token';
  readonly createdAt: Scalars['DateTime']['output'];
  /** The name of the token that created it; null where that is not known. */
  readonly createdBy?: Maybe<Scalars['String']['output']>;
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  readonly grants: ReadonlyArray<Grant>;
  readonly id: Scalars['ID']['output'];
  readonly lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly name: Scalars['String']['output'];
  readonly revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The strongest role of its grants. */
  readonly role: Role;
};

/** Whose signed tokens are taken, and what they may touch. */
export type Trust = {
  readonly __typename?: 'Trust';
  readonly audience: Scalars['String']['output'];
  /** Each claim with its string or boolean, or a list of which one must be there. */
  readonly claims: Scalars['JSON']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  /** The name of the token that created it. */
  readonly createdBy: Scalars['String']['output'];
  readonly for: TrustPurpose;
  readonly grants: ReadonlyArray<Grant>;
  readonly id: Scalars['ID']['output'];
  readonly issuer: Scalars['String']['output'];
  /** The keys that sign; null: the issuer's own, by OpenID discovery. */
  readonly jwks?: Maybe<Scalars['JSON']['output']>;
  readonly name: Scalars['String']['output'];
  /** Whether a token opens more than one run. */
  readonly reusable: Scalars['Boolean']['output'];
  /** For people: how long the token lives that they sign in to, in seconds; null for runs. */
  readonly tokenSeconds?: Maybe<Scalars['Int']['output']>;
};

/** What a trust is for. */
export type TrustPurpose =
  /** A person signs in. */
  | 'people'
  /** A program opens runs with the token that its platform signs for it. */
  | 'runs';

/** A request that a secret may be put into, without its value being given out. */
export type Use = {
  readonly __typename?: 'Use';
  /** A host, with its port where that is not https's own; `*.example.com`: those one level under it. */
  readonly host: Scalars['String']['output'];
  /** Null: every method. */
  readonly methods?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly name: Scalars['String']['output'];
  /** Each with all that is under it. Null: every path. */
  readonly paths?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

export type UseSecretPayload = {
  readonly __typename?: 'UseSecretPayload';
  readonly value?: Maybe<Scalars['JSON']['output']>;
};

export type Audit_Bool_Exp = {
  readonly action?: InputMaybe<Scalars['String']['input']>;
  readonly actor?: InputMaybe<Scalars['String']['input']>;
  /** The client's address. */
  readonly address?: InputMaybe<Scalars['String']['input']>;
  /** Older than the row with this id: a page that does not move while rows are added. */
  readonly before?: InputMaybe<Scalars['ID']['input']>;
  /** The label of a run. */
  readonly label?: InputMaybe<Scalars['String']['input']>;
  readonly outcome?: InputMaybe<AuditOutcome>;
  /** At this instant or later. */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
  readonly subject?: InputMaybe<Scalars['String']['input']>;
  /** Before this instant. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The name of the new team. */
export type CreateTeamInput = {
  readonly name: Scalars['String']['input'];
  /** Whether its first token has a grant of runner beside that of admin. Default true. */
  readonly runner?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Whose token it is, what it may do, and for how long. */
export type CreateTokenInput = {
  readonly grants?: InputMaybe<ReadonlyArray<GrantInput>>;
  /** No other live token of the team may have it. */
  readonly name: Scalars['String']['input'];
  readonly names?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** In place of grants, for one grant. */
  readonly role?: InputMaybe<Role>;
  readonly runSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** How long the token lives, in seconds. Absent: until it is revoked. */
  readonly ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** Whose signed tokens are taken, and what they may touch. */
export type CreateTrustInput = {
  /** The tokens' `aud`. Absent: the server's setting `public_url`; for people, its client id at the provider. */
  readonly audience?: InputMaybe<Scalars['String']['input']>;
  /**
   * Claim to a string, a boolean, or a list of them. A path with dots goes down into objects: at each level the longest key that fits is taken.
   * A claim that is a list in the token must contain one of them.
   */
  readonly claims: Scalars['JSON']['input'];
  readonly for: TrustPurpose;
  /** For runs: of runner only. */
  readonly grants: ReadonlyArray<GrantInput>;
  /** As the tokens' `iss` has it, to the letter: https, or http on loopback. */
  readonly issuer: Scalars['String']['input'];
  /** For runs: the keys that sign, as a JWK Set. Absent: the issuer's own, by OpenID discovery. */
  readonly jwks?: InputMaybe<Scalars['JSON']['input']>;
  /** No other trust of the team may have it. */
  readonly name: Scalars['String']['input'];
  /** For runs: whether a token opens more than one run, as long as it lives. Default false. */
  readonly reusable?: InputMaybe<Scalars['Boolean']['input']>;
  /** For people: how long the token lives that they sign in to, in seconds. Default 28800. */
  readonly tokenSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** Which secret goes, with all its versions. */
export type DeleteSecretInput = {
  readonly name: Scalars['String']['input'];
  /** Whether it goes for good, with all of the name that were removed before. Default false. */
  readonly purge?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Which trust ends. */
export type DeleteTrustInput = {
  readonly id: Scalars['ID']['input'];
};

/** What is absent stays as it is; null clears it. */
export type DescribeSecretInput = {
  readonly name: Scalars['String']['input'];
  /** What it is for: one line of at most 1,024 bytes. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
  /** Who looks after it: at most 255 characters, as in a name. */
  readonly owner?: InputMaybe<Scalars['String']['input']>;
  /** When its value is to be replaced. */
  readonly rotateBy?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which run ends. */
export type EndRunInput = {
  readonly id: Scalars['ID']['input'];
};

/** Which run lives on, and for how long from now. */
export type ExtendRunInput = {
  readonly id: Scalars['ID']['input'];
  /** From now, in seconds. Default 300. A run ends for good with the token that opened it, and a week after it opened, unless the server's settings differ. */
  readonly ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
};

export type Folder_Bool_Exp = {
  /** This folder and those in it, at any depth. */
  readonly folder?: InputMaybe<Scalars['String']['input']>;
};

/** What a credential may touch: its role, and for an editor or a runner which secrets. */
export type GrantInput = {
  /** Full names, and folders as `prod/orders/*`. Absent, or with `*` among them: all of the team's. */
  readonly names?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly role: Role;
  /** For a runner: how long each of its runs may live in all, in seconds. */
  readonly runSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** For a runner, in place of names: its runs only use these, and read nothing. */
  readonly uses?: InputMaybe<ReadonlyArray<UseInput>>;
};

/** What the new run may read, and for how long. */
export type OpenRunInput = {
  /** The names it may ask for. Absent: all that the token's grants of runner cover, or none where `uses` are given. */
  readonly allow?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /**
   * Where names are looked for first, for example `prod/orders`, then in each folder around it. The first that is there is
   * read, of those that the grants cover. A name with `/` in front is a full name.
   */
  readonly folder?: InputMaybe<Scalars['String']['input']>;
  /** What the audit log calls the run. */
  readonly label?: InputMaybe<Scalars['String']['input']>;
  /** For a signed token: the trust that is meant. Absent: exactly one must fit. */
  readonly trust?: InputMaybe<Scalars['ID']['input']>;
  /** How long the run lives, in seconds, unless it is extended. Default 300; less where its token ends before. */
  readonly ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** What it may use without reading it. */
  readonly uses?: InputMaybe<ReadonlyArray<UseInput>>;
};

export type Order_By =
  | 'asc'
  | 'desc';

/** Of which name the secret comes back that was removed last. There must be none of the name (`CONFLICT`). */
export type RestoreSecretInput = {
  readonly name: Scalars['String']['input'];
};

/** Which token ends. */
export type RevokeTokenInput = {
  readonly id: Scalars['ID']['input'];
};

/** Which secret, and the version whose value becomes its newest. */
export type RollbackSecretInput = {
  readonly name: Scalars['String']['input'];
  readonly version: Scalars['Int']['input'];
};

export type Run_Bool_Exp = {
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  readonly live?: InputMaybe<Scalars['Boolean']['input']>;
};

export type Secret_Bool_Exp = {
  /** Whether those are listed that were removed and can be restored, by name, in place of the others. Default false. */
  readonly deleted?: InputMaybe<Scalars['Boolean']['input']>;
  /** Those in this folder, without those in the folders in it; an empty string: names without a `/`. */
  readonly folder?: InputMaybe<Scalars['String']['input']>;
  readonly lastReadAt?: InputMaybe<Read_Comparison_Exp>;
  readonly name?: InputMaybe<String_Comparison_Exp>;
  readonly rotateBy?: InputMaybe<Due_Comparison_Exp>;
};

/** One of them; `name` counts before the others. */
export type Secret_Order_By = {
  readonly createdAt?: InputMaybe<Order_By>;
  readonly name?: InputMaybe<Order_By>;
  readonly updatedAt?: InputMaybe<Order_By>;
};

/** A secret's name, and its value: any JSON. */
export type SetSecretInput = {
  /** The number of its newest version, else nothing is set (`CONFLICT`); 0: there must be no secret of the name. */
  readonly ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /**
   * 1 to 255 characters of Unicode in NFC, no space at either end. No control characters, and none that are invisible or change the direction
   * of writing (Unicode's Cf and Default_Ignorable_Code_Point), except inside an emoji. Not `*`,
   * and not with `/*` at its end.
   */
  readonly name: Scalars['String']['input'];
  /** Must be given; null is a value. */
  readonly value?: InputMaybe<Scalars['JSON']['input']>;
};

export type Team_Bool_Exp = {
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

export type Token_Bool_Exp = {
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  /** Neither revoked nor expired. */
  readonly live?: InputMaybe<Scalars['Boolean']['input']>;
  readonly role?: InputMaybe<Role>;
};

/** A request that a secret may be put into. */
export type UseInput = {
  /** For example `api.stripe.com`, with `:` and a port where that is not https's own; `*.example.com`: each host one level under it. */
  readonly host: Scalars['String']['input'];
  /** Absent: every method. */
  readonly methods?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly name: Scalars['String']['input'];
  /** For example `/v1/charges`, with all that is under it. Absent: every path. */
  readonly paths?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** The request that the value is for. */
export type UseSecretInput = {
  /** For example `api.stripe.com`, with `:` and a port where that is not https's own. */
  readonly host: Scalars['String']['input'];
  /** In capitals. */
  readonly method: Scalars['String']['input'];
  readonly name: Scalars['String']['input'];
  /** Without its query. */
  readonly path: Scalars['String']['input'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Access: ResolverTypeWrapper<Access>;
  AuditEvent: ResolverTypeWrapper<AuditEvent>;
  AuditOutcome: AuditOutcome;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Caller: Caller;
  CreateTeamPayload: ResolverTypeWrapper<CreateTeamPayload>;
  CreateTokenPayload: ResolverTypeWrapper<CreateTokenPayload>;
  CreateTrustPayload: ResolverTypeWrapper<CreateTrustPayload>;
  CredentialKind: CredentialKind;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Due_comparison_exp: Due_Comparison_Exp;
  ExtendRunPayload: ResolverTypeWrapper<ExtendRunPayload>;
  Folder: ResolverTypeWrapper<ListedFolder>;
  Grant: ResolverTypeWrapper<Grant>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Identity: ResolverTypeWrapper<Identity>;
  IdentityKind: IdentityKind;
  IdentityTeam: ResolverTypeWrapper<IdentityTeam>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OpenRunPayload: ResolverTypeWrapper<OpenRunPayload>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Read_comparison_exp: Read_Comparison_Exp;
  Role: Role;
  Run: ResolverTypeWrapper<ListedRun>;
  Secret: ResolverTypeWrapper<ListedSecret>;
  SecretValue: ResolverTypeWrapper<SecretValue>;
  SecretValueError: ResolverTypeWrapper<SecretValueError>;
  SecretVersion: ResolverTypeWrapper<SecretVersion>;
  SetSecretPayload: ResolverTypeWrapper<SetSecretPayload>;
  SetSecretsPayload: ResolverTypeWrapper<SetSecretsPayload>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  String_comparison_exp: String_Comparison_Exp;
  SuccessPayload: ResolverTypeWrapper<SuccessPayload>;
  Team: ResolverTypeWrapper<Team>;
  Token: ResolverTypeWrapper<ListedToken>;
  Trust: ResolverTypeWrapper<ListedTrust>;
  TrustPurpose: TrustPurpose;
  Use: ResolverTypeWrapper<Use>;
  UseSecretPayload: ResolverTypeWrapper<UseSecretPayload>;
  audit_bool_exp: Audit_Bool_Exp;
  createTeamInput: CreateTeamInput;
  createTokenInput: CreateTokenInput;
  createTrustInput: CreateTrustInput;
  deleteSecretInput: DeleteSecretInput;
  deleteTrustInput: DeleteTrustInput;
  describeSecretInput: DescribeSecretInput;
  endRunInput: EndRunInput;
  extendRunInput: ExtendRunInput;
  folder_bool_exp: Folder_Bool_Exp;
  grantInput: GrantInput;
  openRunInput: OpenRunInput;
  order_by: Order_By;
  restoreSecretInput: RestoreSecretInput;
  revokeTokenInput: RevokeTokenInput;
  rollbackSecretInput: RollbackSecretInput;
  run_bool_exp: Run_Bool_Exp;
  secret_bool_exp: Secret_Bool_Exp;
  secret_order_by: Secret_Order_By;
  setSecretInput: SetSecretInput;
  team_bool_exp: Team_Bool_Exp;
  token_bool_exp: Token_Bool_Exp;
  useInput: UseInput;
  useSecretInput: UseSecretInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Access: Access;
  AuditEvent: AuditEvent;
  Boolean: Scalars['Boolean']['output'];
  CreateTeamPayload: CreateTeamPayload;
  CreateTokenPayload: CreateTokenPayload;
  CreateTrustPayload: CreateTrustPayload;
  DateTime: Scalars['DateTime']['output'];
  Due_comparison_exp: Due_Comparison_Exp;
  ExtendRunPayload: ExtendRunPayload;
  Folder: ListedFolder;
  Grant: Grant;
  ID: Scalars['ID']['output'];
  Identity: Identity;
  IdentityTeam: IdentityTeam;
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  Mutation: Record<PropertyKey, never>;
  OpenRunPayload: OpenRunPayload;
  Query: Record<PropertyKey, never>;
  Read_comparison_exp: Read_Comparison_Exp;
  Run: ListedRun;
  Secret: ListedSecret;
  SecretValue: SecretValue;
  SecretValueError: SecretValueError;
  SecretVersion: SecretVersion;
  SetSecretPayload: SetSecretPayload;
  SetSecretsPayload: SetSecretsPayload;
  String: Scalars['String']['output'];
  String_comparison_exp: String_Comparison_Exp;
  SuccessPayload: SuccessPayload;
  Team: Team;
  Token: ListedToken;
  Trust: ListedTrust;
  Use: Use;
  UseSecretPayload: UseSecretPayload;
  audit_bool_exp: Audit_Bool_Exp;
  createTeamInput: CreateTeamInput;
  createTokenInput: CreateTokenInput;
  createTrustInput: CreateTrustInput;
  deleteSecretInput: DeleteSecretInput;
  deleteTrustInput: DeleteTrustInput;
  describeSecretInput: DescribeSecretInput;
  endRunInput: EndRunInput;
  extendRunInput: ExtendRunInput;
  folder_bool_exp: Folder_Bool_Exp;
  grantInput: GrantInput;
  openRunInput: OpenRunInput;
  restoreSecretInput: RestoreSecretInput;
  revokeTokenInput: RevokeTokenInput;
  rollbackSecretInput: RollbackSecretInput;
  run_bool_exp: Run_Bool_Exp;
  secret_bool_exp: Secret_Bool_Exp;
  secret_order_by: Secret_Order_By;
  setSecretInput: SetSecretInput;
  team_bool_exp: Team_Bool_Exp;
  token_bool_exp: Token_Bool_Exp;
  useInput: UseInput;
  useSecretInput: UseSecretInput;
};

export type AllowDirectiveArgs = {
  to: ReadonlyArray<Caller>;
};

export type AllowDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = AllowDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AccessResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Access'] = ResolversParentTypes['Access']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['CredentialKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  through?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuditEventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AuditEvent'] = ResolversParentTypes['AuditEvent']> = {
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actorId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  agent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asked?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['AuditOutcome'], ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CreateTeamPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateTeamPayload'] = ResolversParentTypes['CreateTeamPayload']> = {
  grants?: Resolver<ReadonlyArray<ResolversTypes['Grant']>, ParentType, ContextType>;
  team?: Resolver<ResolversTypes['Team'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CreateTokenPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateTokenPayload'] = ResolversParentTypes['CreateTokenPayload']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  grants?: Resolver<ReadonlyArray<ResolversTypes['Grant']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CreateTrustPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateTrustPayload'] = ResolversParentTypes['CreateTrustPayload']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type ExtendRunPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExtendRunPayload'] = ResolversParentTypes['ExtendRunPayload']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type FolderResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Folder'] = ResolversParentTypes['Folder']> = {
  folder?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  secrets?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type GrantResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Grant'] = ResolversParentTypes['Grant']> = {
  names?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  runSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  uses?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Use']>>, ParentType, ContextType>;
};

export type IdentityResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Identity'] = ResolversParentTypes['Identity']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  grants?: Resolver<ReadonlyArray<ResolversTypes['Grant']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['IdentityKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  team?: Resolver<ResolversTypes['IdentityTeam'], ParentType, ContextType>;
};

export type IdentityTeamResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IdentityTeam'] = ResolversParentTypes['IdentityTeam']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createTeam: Resolver<ResolversTypes['CreateTeamPayload'], ParentType, ContextType, RequireFields<MutationCreateTeamArgs, 'input'>>;
  createToken: Resolver<ResolversTypes['CreateTokenPayload'], ParentType, ContextType, RequireFields<MutationCreateTokenArgs, 'input'>>;
  createTrust: Resolver<ResolversTypes['CreateTrustPayload'], ParentType, ContextType, RequireFields<MutationCreateTrustArgs, 'input'>>;
  deleteSecret: Resolver<ResolversTypes['SuccessPayload'], ParentType, ContextType, RequireFields<MutationDeleteSecretArgs, 'input'>>;
  deleteTrust: Resolver<ResolversTypes['SuccessPayload'], ParentType, ContextType, RequireFields<MutationDeleteTrustArgs, 'input'>>;
  describeSecret: Resolver<ResolversTypes['SuccessPayload'], ParentType, ContextType, RequireFields<MutationDescribeSecretArgs, 'input'>>;
  endRun: Resolver<ResolversTypes['SuccessPayload'], ParentType, ContextType, RequireFields<MutationEndRunArgs, 'input'>>;
  extendRun: Resolver<ResolversTypes['ExtendRunPayload'], ParentType, ContextType, RequireFields<MutationExtendRunArgs, 'input'>>;
  openRun: Resolver<ResolversTypes['OpenRunPayload'], ParentType, ContextType, RequireFields<MutationOpenRunArgs, 'input'>>;
  restoreSecret: Resolver<ResolversTypes['SetSecretPayload'], ParentType, ContextType, RequireFields<MutationRestoreSecretArgs, 'input'>>;
  revokeToken: Resolver<ResolversTypes['SuccessPayload'], ParentType, ContextType, RequireFields<MutationRevokeTokenArgs, 'input'>>;
  rollbackSecret: Resolver<ResolversTypes['SetSecretPayload'], ParentType, ContextType, RequireFields<MutationRollbackSecretArgs, 'input'>>;
  setSecret: Resolver<ResolversTypes['SetSecretPayload'], ParentType, ContextType, RequireFields<MutationSetSecretArgs, 'input'>>;
  setSecrets: Resolver<ResolversTypes['SetSecretsPayload'], ParentType, ContextType, RequireFields<MutationSetSecretsArgs, 'input'>>;
  useSecret: Resolver<ResolversTypes['UseSecretPayload'], ParentType, ContextType, RequireFields<MutationUseSecretArgs, 'input'>>;
};

export type OpenRunPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OpenRunPayload'] = ResolversParentTypes['OpenRunPayload']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  access: Resolver<ReadonlyArray<ResolversTypes['Access']>, ParentType, ContextType, RequireFields<QueryAccessArgs, 'name'>>;
  auditEvents: Resolver<ReadonlyArray<ResolversTypes['AuditEvent']>, ParentType, ContextType, Partial<QueryAuditEventsArgs>>;
  folders: Resolver<ReadonlyArray<ResolversTypes['Folder']>, ParentType, ContextType, Partial<QueryFoldersArgs>>;
  runs: Resolver<ReadonlyArray<ResolversTypes['Run']>, ParentType, ContextType, Partial<QueryRunsArgs>>;
  secret: Resolver<ReadonlyArray<ResolversTypes['Secret']>, ParentType, ContextType, Partial<QuerySecretArgs>>;
  secretValue: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType, RequireFields<QuerySecretValueArgs, 'name'>>;
  secretValues: Resolver<ReadonlyArray<ResolversTypes['SecretValue']>, ParentType, ContextType, RequireFields<QuerySecretValuesArgs, 'names'>>;
  teams: Resolver<ReadonlyArray<ResolversTypes['Team']>, ParentType, ContextType, Partial<QueryTeamsArgs>>;
  tokens: Resolver<ReadonlyArray<ResolversTypes['Token']>, ParentType, ContextType, Partial<QueryTokensArgs>>;
  trusts: Resolver<ReadonlyArray<ResolversTypes['Trust']>, ParentType, ContextType>;
  whoami: Resolver<ResolversTypes['Identity'], ParentType, ContextType>;
};

export type RunResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run']> = {
  allow?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  claims?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  folder?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  live?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  names?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  openedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  openedById?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  uses?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Use']>>, ParentType, ContextType>;
};

export type SecretResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Secret'] = ResolversParentTypes['Secret']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deletedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastReadAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rotateBy?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  versions?: Resolver<ReadonlyArray<ResolversTypes['SecretVersion']>, ParentType, ContextType>;
};

export type SecretValueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SecretValue'] = ResolversParentTypes['SecretValue']> = {
  error?: Resolver<Maybe<ResolversTypes['SecretValueError']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type SecretValueErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SecretValueError'] = ResolversParentTypes['SecretValueError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SecretVersionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SecretVersion'] = ResolversParentTypes['SecretVersion']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SetSecretPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetSecretPayload'] = ResolversParentTypes['SetSecretPayload']> = {
  success?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SetSecretsPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetSecretsPayload'] = ResolversParentTypes['SetSecretsPayload']> = {
  success?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  versions?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SuccessPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SuccessPayload'] = ResolversParentTypes['SuccessPayload']> = {
  success?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TeamResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Team'] = ResolversParentTypes['Team']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TokenResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Token'] = ResolversParentTypes['Token']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  grants?: Resolver<ReadonlyArray<ResolversTypes['Grant']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
};

export type TrustResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Trust'] = ResolversParentTypes['Trust']> = {
  audience?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  claims?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  for?: Resolver<ResolversTypes['TrustPurpose'], ParentType, ContextType>;
  grants?: Resolver<ReadonlyArray<ResolversTypes['Grant']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  jwks?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reusable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  tokenSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type UseResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Use'] = ResolversParentTypes['Use']> = {
  host?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  methods?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  paths?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type UseSecretPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UseSecretPayload'] = ResolversParentTypes['UseSecretPayload']> = {
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  Access?: AccessResolvers<ContextType>;
  AuditEvent?: AuditEventResolvers<ContextType>;
  CreateTeamPayload?: CreateTeamPayloadResolvers<ContextType>;
  CreateTokenPayload?: CreateTokenPayloadResolvers<ContextType>;
  CreateTrustPayload?: CreateTrustPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  ExtendRunPayload?: ExtendRunPayloadResolvers<ContextType>;
  Folder?: FolderResolvers<ContextType>;
  Grant?: GrantResolvers<ContextType>;
  Identity?: IdentityResolvers<ContextType>;
  IdentityTeam?: IdentityTeamResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  OpenRunPayload?: OpenRunPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  Secret?: SecretResolvers<ContextType>;
  SecretValue?: SecretValueResolvers<ContextType>;
  SecretValueError?: SecretValueErrorResolvers<ContextType>;
  SecretVersion?: SecretVersionResolvers<ContextType>;
  SetSecretPayload?: SetSecretPayloadResolvers<ContextType>;
  SetSecretsPayload?: SetSecretsPayloadResolvers<ContextType>;
  SuccessPayload?: SuccessPayloadResolvers<ContextType>;
  Team?: TeamResolvers<ContextType>;
  Token?: TokenResolvers<ContextType>;
  Trust?: TrustResolvers<ContextType>;
  Use?: UseResolvers<ContextType>;
  UseSecretPayload?: UseSecretPayloadResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  allow?: AllowDirectiveResolver<any, any, ContextType>;
};

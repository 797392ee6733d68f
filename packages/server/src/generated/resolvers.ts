import type { Plaintext } from '../vault/plaintext.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ListedRun } from '../operations/runs.ts';
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
  /** An instant as ISO 8601 text with a time zone; answers are in UTC with milliseconds. */
  DateTime: { input: number; output: number; }
  /** Any JSON: text, number, boolean, list, object or null, as a literal or a variable. */
  JSON: { input: Plaintext; output: Plaintext; }
};

export type AuditEvent = {
  __typename?: 'AuditEvent';
  /** What was asked, for example `secret.set`, `secret.read`, `run.open`, `token.create`. */
  action: Scalars['String']['output'];
  /** The name of the token, `run:` and the run's id, or `unknown` where no known token came with the request. */
  actor: Scalars['String']['output'];
  /** The id of the token or run. */
  actorId?: Maybe<Scalars['ID']['output']>;
  /** The client's address. */
  address?: Maybe<Scalars['String']['output']>;
  /** The client's program, as it calls itself. */
  agent?: Maybe<Scalars['String']['output']>;
  /** The name as the program asked for it, where the subject is the full name. */
  asked?: Maybe<Scalars['String']['output']>;
  at: Scalars['DateTime']['output'];
  /** Why it was refused. */
  code?: Maybe<Scalars['String']['output']>;
  /**
   * What else belongs to the action: for a run's own uses `openedBy` and `openedById`, for `token.create` the role and the
   * grants, for `run.open` what it may read and for how long. Lists that are too long are cut by `omitted` strings.
   */
  detail?: Maybe<Scalars['JSON']['output']>;
  /** Tells nothing of other rows; `before` takes it. */
  id: Scalars['ID']['output'];
  /** The label of the run that asked, or that was opened, extended or ended. */
  label?: Maybe<Scalars['String']['output']>;
  outcome: AuditOutcome;
  /** The id that the server's own log and the answer's `x-request-id` header carry. */
  requestId: Scalars['String']['output'];
  /** The name of the secret, the id of the run or token, or the name of the team. */
  subject?: Maybe<Scalars['String']['output']>;
  /** The version of the secret that was set or read, or that it was rolled back to. */
  version?: Maybe<Scalars['Int']['output']>;
};

export type AuditOutcome =
  | 'allowed'
  | 'refused';

/** Who is calling, by the token that came with the request. */
export type Caller =
  /** Manages teams, tokens and runs, reads the audit log, sets, deletes and lists secrets. */
  | 'admin'
  /** Sets, deletes, rolls back and lists secrets. */
  | 'editor'
  /** A live run: the only caller that is ever given a value. */
  | 'run'
  /** Opens, extends and ends runs. */
  | 'runner';

export type CreateTeamPayload = {
  __typename?: 'CreateTeamPayload';
  team: Team;
  token: Scalars['String']['output'];
};

export type CreateTokenPayload = {
  __typename?: 'CreateTokenPayload';
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  role: Role;
  token: Scalars['String']['output'];
};

export type ExtendRunPayload = {
  __typename?: 'ExtendRunPayload';
  expiresAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Creates a team and its first admin token. For an admin of the instance's first team. */
  createTeam: CreateTeamPayload;
  /** Creates a token of a role, shown once. */
  createToken: CreateTokenPayload;
  /**
   * Removes a secret with every version of its value. It can be restored for 30 days, unless the server's settings differ or
   * `purge` is given.
   */
  deleteSecret: SuccessPayload;
  /** Changes what is known of a secret beside its value. */
  describeSecret: SuccessPayload;
  /** Ends a run at once. */
  endRun: SuccessPayload;
  /** Moves the end of a run: its heartbeat. */
  extendRun: ExtendRunPayload;
  /** Opens a run. Its token, shown once, reads values until the run ends or expires. */
  openRun: OpenRunPayload;
  /** Restores the secret of a name that was removed last, with its versions. */
  restoreSecret: SetSecretPayload;
  /** Revokes a token at once, and ends the runs that it opened. */
  revokeToken: SuccessPayload;
  /** Copies an older version on top, without showing it. */
  rollbackSecret: SetSecretPayload;
  /** Sets a value; a name that is there already gets a new version. */
  setSecret: SetSecretPayload;
  /** Sets many values, all or none. */
  setSecrets: SetSecretsPayload;
};


export type MutationCreateTeamArgs = {
  input: CreateTeamInput;
};


export type MutationCreateTokenArgs = {
  input: CreateTokenInput;
};


export type MutationDeleteSecretArgs = {
  input: DeleteSecretInput;
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
  input: Array<SetSecretInput>;
};

export type OpenRunPayload = {
  __typename?: 'OpenRunPayload';
  expiresAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  token: Scalars['String']['output'];
};

export type Query = {
  __typename?: 'Query';
  /**
   * The team's audit log, newest first, 100 rows unless `limit` says otherwise. The instance's first team also sees the
   * calls that came without a known token.
   */
  auditEvents: Array<AuditEvent>;
  /** The team's runs, newest first, 100 unless `limit` says otherwise. With `after`, a run's id, those behind it. */
  runs: Array<Run>;
  /**
   * The team's secrets by name, never a value. With `after`, a name, those behind it: a page that costs the same however far it
   * is, and does not move while secrets are set.
   */
  secret: Array<Secret>;
  /** A value, for a live run and a name on its allow-list. */
  secretValue?: Maybe<Scalars['JSON']['output']>;
  /** Many values in one request; each name, once however often it is given, has its value or its own error. */
  secretValues: Array<SecretValue>;
  /** Every team of the instance, for an admin of its first team; for other admins, their own. */
  teams: Array<Team>;
  /**
   * The team's tokens, newest first, 100 unless `limit` says otherwise; never the token itself. With `after`, a token's id, those
   * behind it.
   */
  tokens: Array<Token>;
};


export type QueryAuditEventsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  where?: InputMaybe<Audit_Bool_Exp>;
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
  names: Array<Scalars['String']['input']>;
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

/** What a token may do: `admin` everything but read values, `editor` set and delete secrets, `runner` open runs. */
export type Role =
  | 'admin'
  | 'editor'
  | 'runner';

export type Run = {
  __typename?: 'Run';
  /** The names it may read; null: all of the team's. */
  allow?: Maybe<Array<Scalars['String']['output']>>;
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  expiresAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  label?: Maybe<Scalars['String']['output']>;
  /** Neither ended nor expired. */
  live: Scalars['Boolean']['output'];
  openedAt: Scalars['DateTime']['output'];
  /** The name of the token that opened it. */
  openedBy: Scalars['String']['output'];
  /** The id of that token; null for a run of before this was recorded. */
  openedById?: Maybe<Scalars['ID']['output']>;
};

export type Secret = {
  __typename?: 'Secret';
  createdAt: Scalars['DateTime']['output'];
  /** When it was removed; null: it was not. */
  deletedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When a value of it was last given out, to the minute; null: never. */
  lastReadAt?: Maybe<Scalars['DateTime']['output']>;
  name: Scalars['String']['output'];
  /** What it is for. */
  note?: Maybe<Scalars['String']['output']>;
  /** Who looks after it. */
  owner?: Maybe<Scalars['String']['output']>;
  /** When its value is to be replaced. */
  rotateBy?: Maybe<Scalars['DateTime']['output']>;
  updatedAt: Scalars['DateTime']['output'];
  /** The name of the token that set the newest version. */
  updatedBy: Scalars['String']['output'];
  /** The number of its newest version, from 1. */
  version: Scalars['Int']['output'];
  /** Newest first. */
  versions: Array<SecretVersion>;
};

/** One name's answer: a value, or an error. */
export type SecretValue = {
  __typename?: 'SecretValue';
  error?: Maybe<SecretValueError>;
  name: Scalars['String']['output'];
  value?: Maybe<Scalars['JSON']['output']>;
};

export type SecretValueError = {
  __typename?: 'SecretValueError';
  /** The same codes that `extensions.code` carries. */
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
};

export type SecretVersion = {
  __typename?: 'SecretVersion';
  createdAt: Scalars['DateTime']['output'];
  createdBy: Scalars['String']['output'];
  version: Scalars['Int']['output'];
};

export type SetSecretPayload = {
  __typename?: 'SetSecretPayload';
  success: Scalars['Boolean']['output'];
  version: Scalars['Int']['output'];
};

export type SetSecretsPayload = {
  __typename?: 'SetSecretsPayload';
  success: Scalars['Boolean']['output'];
  /** The version that each name has now, in the order given. */
  versions: Array<Scalars['Int']['output']>;
};

export type String_Comparison_Exp = {
  _eq?: InputMaybe<Scalars['String']['input']>;
  _in?: InputMaybe<Array<Scalars['String']['input']>>;
  _starts_with?: InputMaybe<Scalars['String']['input']>;
};

export type SuccessPayload = {
  __typename?: 'SuccessPayload';
  success: Scalars['Boolean']['output'];
};

export type Team = {
  __typename?: 'Team';
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
};

export type Token = {
  __typename?: 'Token';
  createdAt: Scalars['DateTime']['output'];
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  name: Scalars['String']['output'];
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  role: Role;
};

export type Audit_Bool_Exp = {
  action?: InputMaybe<Scalars['String']['input']>;
  actor?: InputMaybe<Scalars['String']['input']>;
  /** The client's address. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** Older than the row with this id: a page that does not move while rows are added. */
  before?: InputMaybe<Scalars['ID']['input']>;
  /** The label of a run. */
  label?: InputMaybe<Scalars['String']['input']>;
  outcome?: InputMaybe<AuditOutcome>;
  /** At this instant or later. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
  subject?: InputMaybe<Scalars['String']['input']>;
  /** Before this instant. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The name of the new team. */
export type CreateTeamInput = {
  name: Scalars['String']['input'];
};

/** Whose token it is, what it may do, and for how long. */
export type CreateTokenInput = {
  /** No other live token of the team may have it. */
  name: Scalars['String']['input'];
  role: Role;
  /** How long the token lives, in seconds. Absent: until it is revoked. */
  ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** Which secret goes, with all its versions. */
export type DeleteSecretInput = {
  name: Scalars['String']['input'];
  /** Whether it goes for good, with all of the name that were removed before. Default false. */
  purge?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What is absent stays as it is; null clears it. */
export type DescribeSecretInput = {
  name: Scalars['String']['input'];
  /** What it is for: one line of at most 1,024 bytes. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Who looks after it: at most 255 characters, as in a name. */
  owner?: InputMaybe<Scalars['String']['input']>;
  /** When its value is to be replaced. */
  rotateBy?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which run ends. */
export type EndRunInput = {
  id: Scalars['ID']['input'];
};

/** Which run lives on, and for how long from now. */
export type ExtendRunInput = {
  id: Scalars['ID']['input'];
  /** From now, in seconds. Default 300. A run ends for good with the token that opened it, and a week after it opened, unless the server's settings differ. */
  ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** What the new run may read, and for how long. */
export type OpenRunInput = {
  /** The names it may read. Absent: all of the team's. */
  allow?: InputMaybe<Array<Scalars['String']['input']>>;
  /** What the audit log calls the run. */
  label?: InputMaybe<Scalars['String']['input']>;
  /** How long the run lives, in seconds, unless it is extended. Default 300; less where its token ends before. */
  ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
};

export type Order_By =
  | 'asc'
  | 'desc';

/** Of which name the secret comes back that was removed last. There must be none of the name (`CONFLICT`). */
export type RestoreSecretInput = {
  name: Scalars['String']['input'];
};

/** Which token ends. */
export type RevokeTokenInput = {
  id: Scalars['ID']['input'];
};

/** Which secret, and the version whose value becomes its newest. */
export type RollbackSecretInput = {
  name: Scalars['String']['input'];
  version: Scalars['Int']['input'];
};

export type Run_Bool_Exp = {
  id?: InputMaybe<Scalars['ID']['input']>;
  live?: InputMaybe<Scalars['Boolean']['input']>;
};

export type Secret_Bool_Exp = {
  name?: InputMaybe<String_Comparison_Exp>;
};

/** One of them; `name` counts before the others. */
export type Secret_Order_By = {
  createdAt?: InputMaybe<Order_By>;
  name?: InputMaybe<Order_By>;
  updatedAt?: InputMaybe<Order_By>;
};

/** A secret's name, and its value: any JSON. */
export type SetSecretInput = {
  /** The number of its newest version, else nothing is set (`CONFLICT`); 0: there must be no secret of the name. */
  ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /**
   * 1 to 255 characters of Unicode in NFC, no space at either end. No control characters, and none that are invisible or change the direction
   * of writing (Unicode's Cf and Default_Ignorable_Code_Point), except inside an emoji.
   */
  name: Scalars['String']['input'];
  /** Must be given; null is a value. */
  value?: InputMaybe<Scalars['JSON']['input']>;
};

export type Team_Bool_Exp = {
  id?: InputMaybe<Scalars['ID']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
};

export type Token_Bool_Exp = {
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Neither revoked nor expired. */
  live?: InputMaybe<Scalars['Boolean']['input']>;
  role?: InputMaybe<Role>;
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
  AuditEvent: ResolverTypeWrapper<AuditEvent>;
  AuditOutcome: AuditOutcome;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Caller: Caller;
  CreateTeamPayload: ResolverTypeWrapper<CreateTeamPayload>;
  CreateTokenPayload: ResolverTypeWrapper<CreateTokenPayload>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  ExtendRunPayload: ResolverTypeWrapper<ExtendRunPayload>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OpenRunPayload: ResolverTypeWrapper<OpenRunPayload>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
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
  Token: ResolverTypeWrapper<Token>;
  audit_bool_exp: Audit_Bool_Exp;
  createTeamInput: CreateTeamInput;
  createTokenInput: CreateTokenInput;
  deleteSecretInput: DeleteSecretInput;
  describeSecretInput: DescribeSecretInput;
  endRunInput: EndRunInput;
  extendRunInput: ExtendRunInput;
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
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AuditEvent: AuditEvent;
  Boolean: Scalars['Boolean']['output'];
  CreateTeamPayload: CreateTeamPayload;
  CreateTokenPayload: CreateTokenPayload;
  DateTime: Scalars['DateTime']['output'];
  ExtendRunPayload: ExtendRunPayload;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  Mutation: Record<PropertyKey, never>;
  OpenRunPayload: OpenRunPayload;
  Query: Record<PropertyKey, never>;
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
  Token: Token;
  audit_bool_exp: Audit_Bool_Exp;
  createTeamInput: CreateTeamInput;
  createTokenInput: CreateTokenInput;
  deleteSecretInput: DeleteSecretInput;
  describeSecretInput: DescribeSecretInput;
  endRunInput: EndRunInput;
  extendRunInput: ExtendRunInput;
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
};

export type AllowDirectiveArgs = {
  to: Array<Caller>;
};

export type AllowDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = AllowDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

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
  team?: Resolver<ResolversTypes['Team'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CreateTokenPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateTokenPayload'] = ResolversParentTypes['CreateTokenPayload']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type ExtendRunPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExtendRunPayload'] = ResolversParentTypes['ExtendRunPayload']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createTeam: Resolver<ResolversTypes['CreateTeamPayload'], ParentType, ContextType, RequireFields<MutationCreateTeamArgs, 'input'>>;
  createToken: Resolver<ResolversTypes['CreateTokenPayload'], ParentType, ContextType, RequireFields<MutationCreateTokenArgs, 'input'>>;
  deleteSecret: Resolver<ResolversTypes['SuccessPayload'], ParentType, ContextType, RequireFields<MutationDeleteSecretArgs, 'input'>>;
  describeSecret: Resolver<ResolversTypes['SuccessPayload'], ParentType, ContextType, RequireFields<MutationDescribeSecretArgs, 'input'>>;
  endRun: Resolver<ResolversTypes['SuccessPayload'], ParentType, ContextType, RequireFields<MutationEndRunArgs, 'input'>>;
  extendRun: Resolver<ResolversTypes['ExtendRunPayload'], ParentType, ContextType, RequireFields<MutationExtendRunArgs, 'input'>>;
  openRun: Resolver<ResolversTypes['OpenRunPayload'], ParentType, ContextType, RequireFields<MutationOpenRunArgs, 'input'>>;
  restoreSecret: Resolver<ResolversTypes['SetSecretPayload'], ParentType, ContextType, RequireFields<MutationRestoreSecretArgs, 'input'>>;
  revokeToken: Resolver<ResolversTypes['SuccessPayload'], ParentType, ContextType, RequireFields<MutationRevokeTokenArgs, 'input'>>;
  rollbackSecret: Resolver<ResolversTypes['SetSecretPayload'], ParentType, ContextType, RequireFields<MutationRollbackSecretArgs, 'input'>>;
  setSecret: Resolver<ResolversTypes['SetSecretPayload'], ParentType, ContextType, RequireFields<MutationSetSecretArgs, 'input'>>;
  setSecrets: Resolver<ResolversTypes['SetSecretsPayload'], ParentType, ContextType, RequireFields<MutationSetSecretsArgs, 'input'>>;
};

export type OpenRunPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OpenRunPayload'] = ResolversParentTypes['OpenRunPayload']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  auditEvents: Resolver<Array<ResolversTypes['AuditEvent']>, ParentType, ContextType, Partial<QueryAuditEventsArgs>>;
  runs: Resolver<Array<ResolversTypes['Run']>, ParentType, ContextType, Partial<QueryRunsArgs>>;
  secret: Resolver<Array<ResolversTypes['Secret']>, ParentType, ContextType, Partial<QuerySecretArgs>>;
  secretValue: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType, RequireFields<QuerySecretValueArgs, 'name'>>;
  secretValues: Resolver<Array<ResolversTypes['SecretValue']>, ParentType, ContextType, RequireFields<QuerySecretValuesArgs, 'names'>>;
  teams: Resolver<Array<ResolversTypes['Team']>, ParentType, ContextType, Partial<QueryTeamsArgs>>;
  tokens: Resolver<Array<ResolversTypes['Token']>, ParentType, ContextType, Partial<QueryTokensArgs>>;
};

export type RunResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run']> = {
  allow?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  live?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  openedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  openedById?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
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
  versions?: Resolver<Array<ResolversTypes['SecretVersion']>, ParentType, ContextType>;
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
  versions?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
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
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  AuditEvent?: AuditEventResolvers<ContextType>;
  CreateTeamPayload?: CreateTeamPayloadResolvers<ContextType>;
  CreateTokenPayload?: CreateTokenPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  ExtendRunPayload?: ExtendRunPayloadResolvers<ContextType>;
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
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  allow?: AllowDirectiveResolver<any, any, ContextType>;
};

import * as operations from "./generated/operations.ts";
import type * as types from "./operation-types.ts";
import type { Caller, CallOptions } from "./requests/call.ts";
import * as call from "./requests/call.ts";
import { eventsOf01, runsOf01, tokensOf01 } from "./servers-of-0-1.ts";

type Success = operations.DeleteSecretMutation["deleteSecret"];

/**
 * Speaks with a Keyfold server; `createClient` makes one. Printing one shows nothing.
 *
 * Every method takes a `signal` and a `timeoutMs` for that call as its last argument, and throws ClientError: with the
 * server's code when it refuses (UNAUTHENTICATED, FORBIDDEN, BAD_INPUT, LIMIT_EXCEEDED, RATE_LIMITED, INTERNAL) or a part of it is
 * away (AUDIT_UNAVAILABLE, DATABASE_UNAVAILABLE, VAULT_UNAVAILABLE, ISSUER_UNAVAILABLE), with SERVER_UNREACHABLE, TIMEOUT or INVALID_RESPONSE when there is no answer of a
 * Keyfold server in time, and with CROSS_ORIGIN_REDIRECT when it redirects elsewhere. The first call throws it also for
 * options that are not valid (INVALID_URL, INSECURE_URL, INVALID_TOKEN, INVALID_OPTIONS), for a URL or a token of a
 * folder's file that is not trusted (UNTRUSTED_URL, UNTRUSTED_TOKEN), and if there is no token (NO_TOKEN), the signed one of
 * `cloud.identity` can't be had (IDENTITY_UNAVAILABLE) or the file of logins can't be used (INVALID_LOGINS, LOGINS_UNAVAILABLE). An aborted call throws the signal's reason. ConfigError of
 * `@keyfold/config` comes from a configuration that can't be loaded.
 */
export class Client {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Sets a value, which may be any JSON; again under the same name is a new version. With `ifVersion`, only if that is the
   * newest version; 0 stands for no secret of the name.
   * @throws ClientError with code CONFLICT, NAME_NOT_ALLOWED or KEY_USED_UP, or one that every call has; see {@link Client}.
   */
  setSecret(input: types.SetSecretInput, options?: CallOptions): Promise<types.SetSecretAnswer> {
    return call.single(this.#caller, operations.SetSecretDocument, "setSecret", { input }, options);
  }

  /**
   * Sets many values, all or none.
   * @throws ClientError with code CONFLICT, NAME_NOT_ALLOWED or KEY_USED_UP, or one that every call has; see {@link Client}.
   */
  setSecrets(input: types.SetSecretInput[], options?: CallOptions): Promise<types.SetSecretsAnswer> {
    return call.single(this.#caller, operations.SetSecretsDocument, "setSecrets", { input }, options);
  }

  /**
   * Removes a secret with all its versions: it can be restored for 30 days, unless `purge` is given or the server's settings
   * differ. Repeated after an answer that was lost it may say NOT_FOUND.
   * @throws ClientError with code NOT_FOUND or NAME_NOT_ALLOWED, or one that every call has; see {@link Client}.
   */
  deleteSecret(input: operations.DeleteSecretInput, options?: CallOptions): Promise<Success> {
    return call.idempotent(this.#caller, operations.DeleteSecretDocument, "deleteSecret", "object", { input }, options);
  }

  /**
   * Brings the secret of a name back that was removed last, with its versions. There must be none of that name.
   * @throws ClientError with code NOT_FOUND, CONFLICT or NAME_NOT_ALLOWED, or one that every call has; see {@link Client}.
   */
  restoreSecret(input: operations.RestoreSecretInput, options?: CallOptions): Promise<types.SetSecretAnswer> {
    return call.single(this.#caller, operations.RestoreSecretDocument, "restoreSecret", { input }, options);
  }

  /**
   * Changes a secret's note, owner and `rotateBy`: what is left out stays, null clears it.
   * @throws ClientError with code NOT_FOUND or NAME_NOT_ALLOWED, or one that every call has; see {@link Client}.
   */
  describeSecret(input: operations.DescribeSecretInput, options?: CallOptions): Promise<Success> {
    return call.idempotent(
      this.#caller,
      operations.DescribeSecretDocument,
      "describeSecret",
      "object",
      { input },
      options,
    );
  }

  /**
   * Copies an older version's value on top, as a new version, without showing it.
   * @throws ClientError with code NOT_FOUND, NAME_NOT_ALLOWED, DECRYPTION_FAILED or KEY_USED_UP, or one that every call has; see {@link Client}.
   */
  rollbackSecret(input: operations.RollbackSecretInput, options?: CallOptions): Promise<types.SetSecretAnswer> {
    return call.single(this.#caller, operations.RollbackSecretDocument, "rollbackSecret", { input }, options);
  }

  /**
   * All names of the team, sorted: page after page within one deadline.
   * @throws ClientError with code LIST_TIMEOUT, or one that every call has; see {@link Client}.
   */
  secretNames(options?: CallOptions): Promise<string[]> {
    return call.secretNames(this.#caller, options);
  }

  /**
   * What is known of the team's secrets, never a value: a page, or all of them, if they are not too many.
   * @throws ClientError with code LIMIT_EXCEEDED, LIST_TIMEOUT, BAD_INPUT for `after` at a server of 0.1, or one that every call has; see {@link Client}.
   */
  secrets(filter: types.SecretsFilter = {}, options?: CallOptions): Promise<types.SecretSummary[]> {
    if (filter.after != null) return this.describedSecrets(filter, options);
    return call.idempotent(this.#caller, operations.SecretsDocument, "secret", "list", filter, options);
  }

  /**
   * The same with note, owner, `rotateBy`, `lastReadAt` and `deletedAt`, which servers of before do not know.
   * @throws ClientError with code LIMIT_EXCEEDED or LIST_TIMEOUT, or one that every call has; see {@link Client}.
   */
  describedSecrets(filter: types.DescribedSecretsFilter = {}, options?: CallOptions): Promise<types.DescribedSecret[]> {
    return call.idempotent(this.#caller, operations.DescribedSecretsDocument, "secret", "list", filter, options);
  }

  /**
   * The folders that have secrets, sorted, 100 unless `limit` says otherwise.
   * @throws ClientError with code LIST_TIMEOUT, or one that every call has; see {@link Client}.
   */
  folders(filter: types.FoldersFilter = {}, options?: CallOptions): Promise<types.ListedFolder[]> {
    return call.idempotent(this.#caller, operations.FoldersDocument, "folders", "list", filter, options);
  }

  /**
   * What is known of one secret, with its versions, never a value; `undefined` if there is none of that name.
   * @throws ClientError with code LIST_TIMEOUT, or one that every call has; see {@link Client}.
   */
  async secret(name: string, options?: CallOptions): Promise<types.SecretHistory | undefined> {
    const [found] = await call.idempotent(
      this.#caller,
      operations.SecretHistoryDocument,
      "secret",
      "list",
      { name },
      options,
    );
    return found;
  }

  /**
   * A value, exactly as it was set. For the token of a live run that may read the name.
   * @throws ClientError with code NOT_FOUND, NAME_NOT_ALLOWED, RUN_ENDED, RUN_EXPIRED or DECRYPTION_FAILED, or one that every call has; see {@link Client}.
   */
  secretValue(name: string, options?: CallOptions): Promise<unknown> {
    return call.idempotent(this.#caller, operations.SecretValueDocument, "secretValue", "value", { name }, options);
  }

  /**
   * Many values in one request; each name has its value or its own error, in the order asked.
   * @throws ClientError with code RUN_ENDED or RUN_EXPIRED, or one that every call has; see {@link Client}.
   */
  secretValues(names: readonly string[], options?: CallOptions): Promise<types.SecretValueAnswer[]> {
    return call.secretValues(this.#caller, names, options);
  }

  /**
   * A value, for one request that a run's `uses` name: it is in the audit log when the value is here. Sent once only, as each
   * is a row. For the token of a live run.
   * @throws ClientError with code NOT_FOUND, NAME_NOT_ALLOWED, RUN_ENDED, RUN_EXPIRED or DECRYPTION_FAILED, or one that every call has; see {@link Client}.
   */
  async useSecret(input: operations.UseSecretInput, options?: CallOptions): Promise<unknown> {
    return (await call.single(this.#caller, operations.UseSecretDocument, "useSecret", { input }, options)).value;
  }

  /**
   * Opens a run; its token reads values until it ends. Lifetimes are in seconds, 300 unless given.
   * @throws ClientError with code NAME_NOT_ALLOWED, or one that every call has; see {@link Client}.
   */
  openRun(input: operations.OpenRunInput = {}, options?: CallOptions): Promise<types.OpenedRun> {
    return call.single(this.#caller, operations.OpenRunDocument, "openRun", { input }, options);
  }

  /**
   * Moves the end of a run to `ttlSeconds` from now, 300 unless given.
   * @throws ClientError with code NOT_FOUND, RUN_ENDED or RUN_EXPIRED, or one that every call has; see {@link Client}.
   */
  extendRun(input: operations.ExtendRunInput, options?: CallOptions): Promise<types.ExtendedRun> {
    return call.idempotent(this.#caller, operations.ExtendRunDocument, "extendRun", "object", { input }, options);
  }

  /**
   * Ends a run at once.
   * @throws ClientError with code NOT_FOUND, or one that every call has; see {@link Client}.
   */
  endRun(input: operations.EndRunInput, options?: CallOptions): Promise<Success> {
    return call.idempotent(this.#caller, operations.EndRunDocument, "endRun", "object", { input }, options);
  }

  /**
   * The team's runs, for a runner those that it opened, newest first, 100 unless `limit` says otherwise. A server of 0.1 knows
   * no folders, and not the id of who opened one: these are null then.
   * @throws ClientError with code LIST_TIMEOUT, BAD_INPUT for `after` at a server of 0.1, or one that every call has; see {@link Client}.
   */
  runs(filter: types.RunsFilter = {}, options?: CallOptions): Promise<types.ListedRun[]> {
    return call.list(this.#caller, operations.RunsDocument, "runs", runsOf01, filter, options);
  }

  /**
   * Who is calling, and what they may do.
   * @throws ClientError with a code that every call has; see {@link Client}.
   */
  whoami(options?: CallOptions): Promise<types.Identity> {
    return call.idempotent(this.#caller, operations.WhoamiDocument, "whoami", "object", {}, options);
  }

  /**
   * Which live credentials may read a secret, whether or not it is there, and by which of their grants.
   * @throws ClientError with code LIST_TIMEOUT, or one that every call has; see {@link Client}.
   */
  access(name: string, options?: CallOptions): Promise<types.Access[]> {
    return call.idempotent(this.#caller, operations.AccessDocument, "access", "list", { name }, options);
  }

  /**
   * Creates a team and its first token, of an admin and, unless `runner` is false, a runner. For an admin of the instance's first team.
   * @throws ClientError with code CONFLICT, or one that every call has; see {@link Client}.
   */
  createTeam(input: operations.CreateTeamInput, options?: CallOptions): Promise<types.CreatedTeam> {
    return call.single(this.#caller, operations.CreateTeamDocument, "createTeam", { input }, options);
  }

  /**
   * The instance's teams for an admin of its first team; for other admins, their own.
   * @throws ClientError with code LIST_TIMEOUT, or one that every call has; see {@link Client}.
   */
  teams(page: operations.TeamsQueryVariables = {}, options?: CallOptions): Promise<types.ListedTeam[]> {
    return call.idempotent(this.#caller, operations.TeamsDocument, "teams", "list", page, options);
  }

  /**
   * Creates a token, by its grants or by the role, names and `runSeconds` of one, shown this once. Lifetimes are in seconds; without one it lives until it is revoked.
   * @throws ClientError with code CONFLICT, or one that every call has; see {@link Client}.
   */
  createToken(input: operations.CreateTokenInput, options?: CallOptions): Promise<types.CreatedToken> {
    return call.single(this.#caller, operations.CreateTokenDocument, "createToken", { input }, options);
  }

  /**
   * The team's tokens, newest first, 100 unless `limit` is given. Of 0.1, grants are the role's and `createdBy` is null.
   * @throws ClientError with code LIST_TIMEOUT, BAD_INPUT for `after` at a server of 0.1, or one that every call has; see {@link Client}.
   */
  tokens(page: operations.TokensQueryVariables = {}, options?: CallOptions): Promise<types.ListedToken[]> {
    return call.list(this.#caller, operations.TokensDocument, "tokens", tokensOf01, page, options);
  }

  /**
   * Revokes a token at once.
   * @throws ClientError with code NOT_FOUND or CONFLICT, or one that every call has; see {@link Client}.
   */
  revokeToken(input: operations.RevokeTokenInput, options?: CallOptions): Promise<Success> {
    return call.idempotent(this.#caller, operations.RevokeTokenDocument, "revokeToken", "object", { input }, options);
  }

  /**
   * Creates a trust: whoever holds a token that its issuer signed, with its claims, opens runs by its grants, or signs in.
   * @throws ClientError with code CONFLICT, or one that every call has; see {@link Client}.
   */
  createTrust(input: operations.CreateTrustInput, options?: CallOptions): Promise<types.CreatedTrust> {
    return call.single(this.#caller, operations.CreateTrustDocument, "createTrust", { input }, options);
  }

  /**
   * The team's trusts, by name.
   * @throws ClientError with code LIST_TIMEOUT, or one that every call has; see {@link Client}.
   */
  trusts(options?: CallOptions): Promise<types.ListedTrust[]> {
    return call.idempotent(this.#caller, operations.TrustsDocument, "trusts", "list", {}, options);
  }

  /**
   * Deletes a trust at once, and ends the runs that were opened by it. May give NOT_FOUND where a lost answer was repeated.
   * @throws ClientError with code NOT_FOUND, or one that every call has; see {@link Client}.
   */
  deleteTrust(input: operations.DeleteTrustInput, options?: CallOptions): Promise<Success> {
    return call.idempotent(this.#caller, operations.DeleteTrustDocument, "deleteTrust", "object", { input }, options);
  }

  /**
   * The team's audit log, newest first, 100 rows unless `limit` is given. What a server of 0.1 doesn't record is null.
   * @throws ClientError with code LIST_TIMEOUT, or one that every call has; see {@link Client}.
   */
  auditEvents(filter: types.AuditEventsFilter = {}, options?: CallOptions): Promise<types.AuditEvent[]> {
    return call.list(this.#caller, operations.AuditEventsDocument, "auditEvents", eventsOf01, filter, options);
  }

  /**
   * Sends any document of the API and gives the answer's `data`. One in which the word `mutation` stands is not repeated once
   * it may have arrived.
   * @throws ClientError with the code of a field that was refused, or one that every call has; see {@link Client}.
   */
  request<Result, Variables extends object>(
    document: types.TypedDocument<Result, Variables>,
    variables?: Variables,
    options?: CallOptions,
  ): Promise<Result>;
  request<Result = Record<string, unknown>>(
    document: string,
    variables?: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<Result>;
  request(document: { toString(): string }, variables?: object, options: CallOptions = {}): Promise<object> {
    const string = String(document);
    const repeatable = !/\bmutation\b/.test(string);
    return this.#caller(options, (send) => send({ document: string, variables, repeatable }));
  }
}

import { systemClock } from "@keyfold/common/clock";
import { ClientError } from "./client-error.ts";
import type { ClientOptions } from "./connection.ts";
import * as operations from "./generated/operations.ts";
import type {
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
  SetSecretsAnswer,
  TypedDocument,
} from "./operation-types.ts";
import { type Caller, type CallOptions, createCaller } from "./requests/call.ts";
import { type FieldKind, pairAnswers, readField } from "./requests/read-response.ts";
import { type OlderList, runsOf01, tokensOf01 } from "./servers-of-0-1.ts";

type Success = operations.DeleteSecretMutation["deleteSecret"];

/** What a server of 0.1 doesn't record. */
const unrecorded = { asked: null, label: null, version: null, address: null, agent: null, detail: null };

/** Names that are asked for at a time. */
const namesPerPage = 1000;

/**
 * Speaks with a Keyfold server; `createClient` makes one. Printing one shows nothing.
 *
 * Every method takes a `signal` and a `timeoutMs` for that call as its last argument, and throws ClientError: with the
 * server's code when it refuses, with SERVER_UNREACHABLE, TIMEOUT or INVALID_RESPONSE when there is no answer of a
 * Keyfold server in time, and with CROSS_ORIGIN_REDIRECT when it redirects elsewhere. The first call throws it also for
 * options that are not valid (INVALID_URL, INSECURE_URL, INVALID_TOKEN, INVALID_OPTIONS), for a URL or a token of a
 * folder's file that is not trusted (UNTRUSTED_URL, UNTRUSTED_TOKEN), and if there is no token (NO_TOKEN) or the file of
 * logins can't be used (INVALID_LOGINS, LOGINS_UNAVAILABLE). An aborted call throws the signal's reason. ConfigError of
 * `@keyfold/config` comes from a configuration that can't be loaded.
 */
export class Client {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Sets a value, which may be any JSON; again under the same name is a new version. With `ifVersion`, only if that is the
   * newest version (CONFLICT); 0 stands for no secret of the name.
   */
  setSecret(input: operations.SetSecretInput, options?: CallOptions): Promise<SetSecretAnswer> {
    return this.#single(operations.SetSecretDocument, "setSecret", { input }, options);
  }

  /** Sets many values, all or none. */
  setSecrets(input: operations.SetSecretInput[], options?: CallOptions): Promise<SetSecretsAnswer> {
    return this.#single(operations.SetSecretsDocument, "setSecrets", { input }, options);
  }

  /**
   * Removes a secret with all its versions: it can be restored for 30 days, unless `purge` is given or the server's settings
   * differ. Repeated after an answer that was lost it may say NOT_FOUND.
   */
  deleteSecret(input: operations.DeleteSecretInput, options?: CallOptions): Promise<Success> {
    return this.#idempotent(operations.DeleteSecretDocument, "deleteSecret", "object", { input }, options);
  }

  /** Brings the secret of a name back that was removed last, with its versions. CONFLICT if there is one of the name. */
  restoreSecret(input: operations.RestoreSecretInput, options?: CallOptions): Promise<SetSecretAnswer> {
    return this.#single(operations.RestoreSecretDocument, "restoreSecret", { input }, options);
  }

  /** Changes a secret's note, owner and `rotateBy`: what is left out stays, null clears it. */
  describeSecret(input: operations.DescribeSecretInput, options?: CallOptions): Promise<Success> {
    return this.#idempotent(operations.DescribeSecretDocument, "describeSecret", "object", { input }, options);
  }

  /** Copies an older version's value on top, as a new version, without showing it. */
  rollbackSecret(input: operations.RollbackSecretInput, options?: CallOptions): Promise<SetSecretAnswer> {
    return this.#single(operations.RollbackSecretDocument, "rollbackSecret", { input }, options);
  }

  /** All names of the team, sorted: page after page within one deadline. */
  secretNames(options: CallOptions = {}): Promise<string[]> {
    return this.#caller(options, async (send, origin) => {
      const names = new Set<string>();
      for (let offset = 0; ; offset += namesPerPage) {
        const variables: operations.SecretNamesQueryVariables = { limit: namesPerPage, offset };
        const data = await send({ document: String(operations.SecretNamesDocument), variables, repeatable: true });
        const page = readField<operations.SecretNamesQuery, "secret">(data, "secret", "list", origin);
        for (const { name } of page) names.add(name);
        if (page.length < namesPerPage) return [...names];
      }
    });
  }

  /**
   * What is known of the team's secrets, never a value: a page, or all of them, if they are not too many (LIMIT_EXCEEDED). A
   * server of 0.1 has no pages behind `after` (BAD_INPUT).
   */
  secrets(filter: SecretsFilter = {}, options?: CallOptions): Promise<SecretSummary[]> {
    if (filter.after != null) return this.describedSecrets(filter, options);
    return this.#idempotent(operations.SecretsDocument, "secret", "list", filter, options);
  }

  /** The same with note, owner, `rotateBy`, `lastReadAt` and `deletedAt`, which servers of before do not know. */
  describedSecrets(filter: DescribedSecretsFilter = {}, options?: CallOptions): Promise<DescribedSecret[]> {
    return this.#idempotent(operations.DescribedSecretsDocument, "secret", "list", filter, options);
  }

  /** The folders that have secrets, sorted, 100 unless `limit` says otherwise. */
  folders(filter: FoldersFilter = {}, options?: CallOptions): Promise<ListedFolder[]> {
    return this.#idempotent(operations.FoldersDocument, "folders", "list", filter, options);
  }

  /** What is known of one secret, with its versions, never a value; `undefined` if there is none of that name. */
  async secret(name: string, options?: CallOptions): Promise<SecretHistory | undefined> {
    const [found] = await this.#idempotent(operations.SecretHistoryDocument, "secret", "list", { name }, options);
    return found;
  }

  /** A value, exactly as it was set. For the token of a live run that may read the name (RUN_ENDED, RUN_EXPIRED, NAME_NOT_ALLOWED). */
  secretValue(name: string, options?: CallOptions): Promise<unknown> {
    return this.#idempotent(operations.SecretValueDocument, "secretValue", "value", { name }, options);
  }

  /** Many values in one request; each name has its value or its own error, in the order asked. */
  secretValues(names: readonly string[], options: CallOptions = {}): Promise<SecretValueAnswer[]> {
    return this.#caller(options, async (send, origin) => {
      if (names.length === 0) return [];
      const variables: operations.SecretValuesQueryVariables = { names: [...names] };
      const data = await send({ document: String(operations.SecretValuesDocument), variables, repeatable: true });
      const answers = readField<operations.SecretValuesQuery, "secretValues">(data, "secretValues", "list", origin);
      return pairAnswers(names, answers, origin);
    });
  }

  /**
   * A value, for one request that a run's `uses` name: it is in the audit log when the value is here. Sent once only, as each
   * is a row. For the token of a live run (RUN_ENDED, RUN_EXPIRED, NAME_NOT_ALLOWED).
   */
  async useSecret(input: operations.UseSecretInput, options?: CallOptions): Promise<unknown> {
    return (await this.#single(operations.UseSecretDocument, "useSecret", { input }, options)).value;
  }

  /** Opens a run; its token reads values until it ends. Lifetimes are in seconds, 300 unless given. */
  openRun(input: operations.OpenRunInput = {}, options?: CallOptions): Promise<OpenedRun> {
    return this.#single(operations.OpenRunDocument, "openRun", { input }, options);
  }

  /** Moves the end of a run to `ttlSeconds` from now, 300 unless given. */
  extendRun(input: operations.ExtendRunInput, options?: CallOptions): Promise<ExtendedRun> {
    return this.#idempotent(operations.ExtendRunDocument, "extendRun", "object", { input }, options);
  }

  /** Ends a run at once. */
  endRun(input: operations.EndRunInput, options?: CallOptions): Promise<Success> {
    return this.#idempotent(operations.EndRunDocument, "endRun", "object", { input }, options);
  }

  /**
   * The team's runs, for a runner those that it opened, newest first, 100 unless `limit` says otherwise. A server of 0.1 knows
   * no folders, and not the id of who opened one: these are null then. It has no pages behind `after` (BAD_INPUT).
   */
  runs(filter: RunsFilter = {}, options?: CallOptions): Promise<ListedRun[]> {
    return this.#list(operations.RunsDocument, "runs", runsOf01, filter, options);
  }

  /** Who is calling, and what they may do. */
  whoami(options?: CallOptions): Promise<Identity> {
    return this.#idempotent(operations.WhoamiDocument, "whoami", "object", {}, options);
  }

  /** Which live credentials may read a secret, whether or not it is there, and by which of their grants. */
  access(name: string, options?: CallOptions): Promise<Access[]> {
    return this.#idempotent(operations.AccessDocument, "access", "list", { name }, options);
  }

  /** Creates a team and its first token, of an admin and, unless `runner` is false, a runner. For an admin of the instance's first team. */
  createTeam(input: operations.CreateTeamInput, options?: CallOptions): Promise<CreatedTeam> {
    return this.#single(operations.CreateTeamDocument, "createTeam", { input }, options);
  }

  /** The instance's teams for an admin of its first team; for other admins, their own. */
  teams(page: operations.TeamsQueryVariables = {}, options?: CallOptions): Promise<ListedTeam[]> {
    return this.#idempotent(operations.TeamsDocument, "teams", "list", page, options);
  }

  /** Creates a token, by its grants or by the role, names and `runSeconds` of one, shown this once. Lifetimes are in seconds; without one it lives until it is revoked. */
  createToken(input: operations.CreateTokenInput, options?: CallOptions): Promise<CreatedToken> {
    return this.#single(operations.CreateTokenDocument, "createToken", { input }, options);
  }

  /**
   * The team's tokens, newest first, 100 unless `limit` says otherwise. Of a server of 0.1 the grants are what the role stands
   * for, and `createdBy` is null. It has no pages behind `after` (BAD_INPUT).
   */
  tokens(page: operations.TokensQueryVariables = {}, options?: CallOptions): Promise<ListedToken[]> {
    return this.#list(operations.TokensDocument, "tokens", tokensOf01, page, options);
  }

  /** Revokes a token at once. */
  revokeToken(input: operations.RevokeTokenInput, options?: CallOptions): Promise<Success> {
    return this.#idempotent(operations.RevokeTokenDocument, "revokeToken", "object", { input }, options);
  }

  /** Creates a trust: whoever holds a token that its issuer signed, with its claims, opens runs by its grants, or signs in. */
  createTrust(input: operations.CreateTrustInput, options?: CallOptions): Promise<CreatedTrust> {
    return this.#single(operations.CreateTrustDocument, "createTrust", { input }, options);
  }

  /** The team's trusts, by name. */
  trusts(options?: CallOptions): Promise<ListedTrust[]> {
    return this.#idempotent(operations.TrustsDocument, "trusts", "list", {}, options);
  }

  /** Deletes a trust at once, and ends the runs that were opened by it. Repeated after an answer that was lost it may say NOT_FOUND. */
  deleteTrust(input: operations.DeleteTrustInput, options?: CallOptions): Promise<Success> {
    return this.#idempotent(operations.DeleteTrustDocument, "deleteTrust", "object", { input }, options);
  }

  /**
   * The team's audit log, newest first, 100 rows unless `limit` says otherwise. A server of 0.1 doesn't record all of it:
   * what it doesn't know is null.
   */
  auditEvents(filter: AuditEventsFilter = {}, options: CallOptions = {}): Promise<AuditEvent[]> {
    return this.#caller(options, async (send, origin) => {
      const ask = async <Result extends { auditEvents: object[] }>(
        document: TypedDocument<Result, AuditEventsFilter>,
      ): Promise<Result["auditEvents"]> => {
        const data = await send({ document: String(document), variables: filter, repeatable: true });
        return readField<Result, "auditEvents">(data, "auditEvents", "list", origin);
      };
      try {
        return await ask(operations.AuditEventsDocument);
      } catch (error) {
        if (!(error instanceof ClientError) || error.code !== "BAD_INPUT") throw error;
        const known = await ask(operations.AuditEventsOf01Document);
        return known.map((row) => ({ ...unrecorded, ...row }));
      }
    });
  }

  /**
   * Sends any document of the API. One in which the word `mutation` stands is not repeated once it may have arrived.
   *
   * @returns the answer's `data`. An error of any field is thrown.
   */
  request<Result, Variables extends object>(
    document: TypedDocument<Result, Variables>,
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

  /** A mutation that makes something: sent again only where it surely has not arrived. */
  #single<Result extends object, Variables extends object, Field extends keyof Result & string>(
    document: TypedDocument<Result, Variables>,
    field: Field,
    variables: Variables,
    options: CallOptions = {},
  ): Promise<Result[Field]> {
    return this.#caller(options, async (send, origin) => {
      const data = await send({ document: String(document), variables, repeatable: false });
      return readField<Result, Field>(data, field, "object", origin);
    });
  }

  /** A list. A server of 0.1 refuses fields that it doesn't know, and is asked again for those that it does. */
  #list<Row extends object, OldRow extends object, Variables extends { after?: unknown }, Field extends string>(
    document: TypedDocument<{ readonly [key in Field]: Row[] }, Variables>,
    field: Field,
    older: OlderList<Row, OldRow, Field, Variables>,
    variables: Variables,
    options: CallOptions = {},
  ): Promise<Row[]> {
    return this.#caller(options, async (send, origin) => {
      const ask = async (query: { toString(): string }): Promise<object> =>
        send({ document: String(query), variables, repeatable: true });
      try {
        return readField<{ [key in Field]: Row[] }, Field>(await ask(document), field, "list", origin);
      } catch (error) {
        if (!(error instanceof ClientError) || error.code !== "BAD_INPUT" || variables.after != null) throw error;
        const rows = readField<{ [key in Field]: OldRow[] }, Field>(await ask(older.document), field, "list", origin);
        return rows.map(older.complete);
      }
    });
  }

  /** A query, or a mutation that done twice is done once. */
  #idempotent<Result extends object, Variables extends object, Field extends keyof Result & string>(
    document: TypedDocument<Result, Variables>,
    field: Field,
    kind: FieldKind,
    variables: Variables,
    options: CallOptions = {},
  ): Promise<Result[Field]> {
    return this.#caller(options, async (send, origin) => {
      const data = await send({ document: String(document), variables, repeatable: true });
      return readField<Result, Field>(data, field, kind, origin);
    });
  }
}

/**
 * Makes a client of a Keyfold server. It sends nothing yet: a URL, a token or a `timeoutMs` that is not valid is an error
 * of the first call. The configuration is loaded, at the first call, only if `url` or `token` is not given.
 *
 * @example
 * ```ts
 * const client = createClient({ url: "https://keyfold.example", token });
 * await client.setSecret({ name: "my secret", value: 42 });
 * ```
 *
 * @param options - all of it may be left out.
 * @throws ClientError with code INVALID_OPTIONS if `retry` is not valid.
 */
export function createClient(options: ClientOptions = {}): Client {
  return new Client(createCaller(options, { clock: systemClock, random: Math.random }));
}

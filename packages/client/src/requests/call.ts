import { showCaller } from "@keyfold/common/error";
import { ClientError } from "../client-error.ts";
import { type ClientOptions, type Connection, checkTimeout, checkToken, checkUrl } from "../connection.ts";
import * as operations from "../generated/operations.ts";
import type { SecretValueAnswer, TypedDocument } from "../operation-types.ts";
import { backoffDelay, RetryBudget, type RetryPolicy, readRetryPolicy } from "../retry.ts";
import type { OlderList } from "../servers-of-0-1.ts";
import { attempt, type Operation, type Transport } from "./attempt.ts";
import { Deadline } from "./deadline.ts";
import { FailedAttempt } from "./failures.ts";
import { type FieldKind, pairAnswers, readField } from "./read-response.ts";
import { runtimeFetch, warnOfUnverifiedServers } from "./runtime-fetch.ts";

/** Sends operations of one call: all of them by the call's deadline. */
type Send = (operation: Operation) => Promise<object>;

/** Runs the work of one call. */
export type Caller = <T>(options: CallOptions, work: (send: Send, origin: string) => Promise<T>) => Promise<T>;

/** What tests bring along. */
export type CallEnvironment = Pick<Sender, "clock" | "random">;

/**
 * What a client's methods are made with. The token stays in here.
 *
 * @throws ClientError with code INVALID_OPTIONS.
 */
export function createCaller(options: ClientOptions, { clock, random }: CallEnvironment): Caller {
  const sender: Sender = {
    fetch: options.fetch ?? runtimeFetch,
    policy: readRetryPolicy(options.retry),
    budget: new RetryBudget(),
    clock,
    random,
  };
  let connecting: Promise<Connection> | undefined;
  const connected = async (): Promise<Connection> => {
    warnOfUnverifiedServers();
    connecting ??= connect(options);
    try {
      return await connecting;
    } catch (error) {
      connecting = undefined;
      throw error;
    }
  };

  const call: Caller = async ({ signal, timeoutMs }, work) => {
    signal?.throwIfAborted();
    const connection = await connected();
    const { origin } = connection.endpoint;
    const milliseconds =
      timeoutMs === undefined ? connection.timeoutMs : checkTimeout(timeoutMs, "The call's option timeoutMs");
    const deadline = new Deadline(clock, milliseconds, origin, signal);
    try {
      return await work((operation) => sendOperation(sender, connection, operation, deadline), origin);
    } finally {
      deadline.close();
    }
  };

  return async (callOptions, work) => {
    const called = new Error();
    try {
      return await call(callOptions, work);
    } catch (error) {
      // Writing the frames out takes longer than noting them, and few calls fail.
      showCaller(error, called.stack);
      throw error;
    }
  };
}

/** Names that are asked for at a time. */
const namesPerPage = 1000;

/** A mutation that makes something: sent again only where it surely has not arrived. */
export function single<Result extends object, Variables extends object, Field extends keyof Result & string>(
  caller: Caller,
  document: TypedDocument<Result, Variables>,
  field: Field,
  variables: Variables,
  options: CallOptions = {},
): Promise<Result[Field]> {
  return caller(options, async (send, origin) => {
    const data = await send({ document: String(document), variables, repeatable: false });
    return readField<Result, Field>(data, field, "object", origin);
  });
}

/** A query, or a mutation that done twice is done once. */
export function idempotent<Result extends object, Variables extends object, Field extends keyof Result & string>(
  caller: Caller,
  document: TypedDocument<Result, Variables>,
  field: Field,
  kind: FieldKind,
  variables: Variables,
  options: CallOptions = {},
): Promise<Result[Field]> {
  return caller(options, async (send, origin) => {
    const data = await send({ document: String(document), variables, repeatable: true });
    return readField<Result, Field>(data, field, kind, origin);
  });
}

/** A list. A server of 0.1 refuses fields that it doesn't know, and is asked again for those that it does. */
export function list<Row extends object, OldRow extends object, Variables extends object, Field extends string>(
  caller: Caller,
  document: TypedDocument<{ readonly [key in Field]: Row[] }, Variables>,
  field: Field,
  older: OlderList<Row, OldRow, Field, Variables>,
  variables: Variables,
  options: CallOptions = {},
): Promise<Row[]> {
  return caller(options, async (send, origin) => {
    const ask = async (query: { toString(): string }): Promise<object> =>
      send({ document: String(query), variables, repeatable: true });
    try {
      return readField<{ [key in Field]: Row[] }, Field>(await ask(document), field, "list", origin);
    } catch (error) {
      const isBehindRow = "after" in variables && variables.after != null;
      if (!(error instanceof ClientError) || error.code !== "BAD_INPUT" || isBehindRow) throw error;
      const rows = readField<{ [key in Field]: OldRow[] }, Field>(await ask(older.document), field, "list", origin);
      return rows.map(older.complete);
    }
  });
}

/** All names of the team: page after page within one deadline. */
export function secretNames(caller: Caller, options: CallOptions = {}): Promise<string[]> {
  return caller(options, async (send, origin) => {
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

/** Values in one request, or none where no name is asked for. */
export function secretValues(
  caller: Caller,
  names: readonly string[],
  options: CallOptions = {},
): Promise<SecretValueAnswer[]> {
  return caller(options, async (send, origin) => {
    if (names.length === 0) return [];
    const variables: operations.SecretValuesQueryVariables = { names: [...names] };
    const data = await send({ document: String(operations.SecretValuesDocument), variables, repeatable: true });
    const answers = readField<operations.SecretValuesQuery, "secretValues">(data, "secretValues", "list", origin);
    return pairAnswers(names, answers, origin);
  });
}

const defaultTimeoutMs = 30_000;

/**
 * Finds out where requests go and as whom. The configuration, and the file of logins, are loaded only for what code
 * didn't give.
 *
 * @throws ClientError with code INVALID_URL, INSECURE_URL, UNTRUSTED_URL, UNTRUSTED_TOKEN, NO_TOKEN, INVALID_TOKEN,
 *   INVALID_OPTIONS, INVALID_LOGINS or LOGINS_UNAVAILABLE; ConfigError of `@keyfold/config`.
 */
async function connect(given: ClientOptions): Promise<Connection> {
  const { url, token, timeoutMs } = given;
  if (given.config || !url || !token) {
    const files = await import("../connect-by-configuration.ts").catch(() => undefined);
    if (files) return files.connectByConfiguration(given);
    throw new ClientError(
      "INVALID_OPTIONS",
      "The client has no url or no token, and this runtime has no files that a configuration could be in.",
      "Give createClient both.",
    );
  }
  return {
    endpoint: checkUrl(url, "The client's option url", given.allowInsecureHttp ?? false),
    token: checkToken(token),
    timeoutMs: checkTimeout(timeoutMs ?? defaultTimeoutMs, "The client's option timeoutMs"),
  };
}

/** What the calls of one client share. */
interface Sender extends Transport {
  readonly policy: RetryPolicy;
  readonly budget: RetryBudget;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Sends an operation, and again while that may help: the failure is a passing one, doing it twice does no harm, and
 * there are attempts, time and budget left.
 *
 * @returns the answer's `data`.
 * @throws ClientError, or what the deadline's signal aborted with.
 */
async function sendOperation(
  sender: Sender,
  connection: Connection,
  operation: Operation,
  deadline: Deadline,
): Promise<object> {
  const { policy, budget } = sender;
  for (let attempts = 1; ; attempts += 1) {
    try {
      const data = await deadline.until(attempt(sender, connection, operation, deadline.signal));
      budget.earn();
      return data;
    } catch (failure) {
      if (!(failure instanceof FailedAttempt)) throw failure;
      deadline.lastError = failure.error;
      const delay = backoffDelay(attempts, policy, sender.random()) + (failure.retryAfterMs ?? 0);
      const mayRepeat =
        (failure.repeat === "always" || (failure.repeat === "if-repeatable" && operation.repeatable)) &&
        attempts < policy.attempts &&
        deadline.hasTimeFor(delay) &&
        budget.take();
      if (!mayRepeat) throw failure.error;
      await deadline.wait(delay);
    }
  }
}

/** What a single call may be given. */
export interface CallOptions {
  /** Abandons the call: it then throws the signal's reason. */
  signal?: AbortSignal;
  /** How long this call may take, in milliseconds, in place of the client's own. */
  timeoutMs?: number;
}

import type { Clock } from "@keyfold/common/clock";
import { showCaller } from "@keyfold/common/error";
import { ClientError } from "../client-error.ts";
import { type ClientOptions, type Connection, checkTimeout, checkToken, checkUrl } from "../connection.ts";
import { backoffDelay, RetryBudget, type RetryPolicy, readRetryPolicy } from "../retry.ts";
import { attempt, type Operation, type Transport } from "./attempt.ts";
import { FailedAttempt } from "./failures.ts";
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
    } catch (error) {
      // It was made where no frame of the caller's is known.
      if (error instanceof ClientError) Error.captureStackTrace?.(error);
      throw error;
    } finally {
      deadline.close();
    }
  };

  return async (callOptions, work) => {
    const { stack } = new Error();
    try {
      return await call(callOptions, work);
    } catch (error) {
      showCaller(error, stack);
      throw error;
    }
  };
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

/** The end of a call, whatever it does: by its time, or by its caller's signal. */
class Deadline {
  /** Aborts when the call is over, with what it then throws. */
  readonly signal: AbortSignal;
  /** The last attempt's error, for the message of one that ran out of time. */
  lastError: ClientError | undefined;
  readonly #clock: Clock;
  readonly #endsAt: number;
  readonly #close: () => void;

  constructor(clock: Clock, milliseconds: number, origin: string, caller: AbortSignal | undefined) {
    const controller = new AbortController();
    this.signal = controller.signal;
    this.#clock = clock;
    this.#endsAt = clock.now() + milliseconds;
    const abort = (): void => controller.abort(caller?.reason);
    const cancel = clock.after(milliseconds, () => controller.abort(timeout(milliseconds, origin, this.lastError)));
    caller?.addEventListener("abort", abort, { once: true });
    if (caller?.aborted) abort();
    this.#close = () => {
      cancel();
      caller?.removeEventListener("abort", abort);
    };
  }

  /** Whether so many milliseconds are left, and some to use them. */
  hasTimeFor(milliseconds: number): boolean {
    return this.#clock.now() + milliseconds < this.#endsAt;
  }

  /** What a promise gives, or throws as soon as the call is over; the promise is then left alone. */
  until<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise<T>((resolve, reject) => {
      const abort = (): void => reject(signal.reason);
      if (signal.aborted) abort();
      signal.addEventListener("abort", abort, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
    });
  }

  /** Waits, unless the call is over before. */
  async wait(milliseconds: number): Promise<void> {
    let cancel = (): void => {};
    const waiting = new Promise<void>((resolve) => {
      cancel = this.#clock.after(milliseconds, resolve);
    });
    await this.until(waiting).finally(() => cancel());
  }

  /** Releases the timer and the caller's signal. */
  close(): void {
    this.#close();
  }
}

function timeout(milliseconds: number, origin: string, lastError: ClientError | undefined): ClientError {
  const last = lastError ? ` The last attempt: ${lastError.message}` : "";
  return new ClientError(
    "TIMEOUT",
    `There was no answer from ${origin} within ${milliseconds / 1000} s.${last}`,
    "See whether the server is overloaded or far away; cloud.request_timeout_seconds or timeoutMs gives it longer.",
  );
}

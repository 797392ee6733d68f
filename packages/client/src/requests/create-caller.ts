import type { ClientOptions } from "../client-options.ts";
import { checkTimeout } from "../connection/check-timeout.ts";
import { connect } from "../connection/connect.ts";
import type { Connection } from "../connection/connection.ts";
import { RetryBudget, readRetryPolicy } from "../retry.ts";
import type { Operation } from "./attempt.ts";
import { type CallOptions, Deadline } from "./deadline.ts";
import { type Sender, sendOperation } from "./send-operation.ts";

/** Sends operations of one call: all of them by the call's deadline. */
type Send = (operation: Operation) => Promise<object>;

/** Runs the work of one call. */
export type Caller = <T>(options: CallOptions, work: (send: Send, origin: string) => Promise<T>) => Promise<T>;

/** What tests bring along. */
export type Surroundings = Pick<Sender, "clock" | "random">;

/**
 * What a client's methods are made with. The token stays in here.
 *
 * @throws ClientError with code INVALID_OPTIONS.
 */
export function createCaller(options: ClientOptions, { clock, random }: Surroundings): Caller {
  const sender: Sender = {
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
    policy: readRetryPolicy(options.retry),
    budget: new RetryBudget(),
    clock,
    random,
  };
  let connecting: Promise<Connection> | undefined;
  const connected = async (): Promise<Connection> => {
    connecting ??= connect(options);
    try {
      return await connecting;
    } catch (error) {
      connecting = undefined;
      throw error;
    }
  };

  return async ({ signal, timeoutMs }, work) => {
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
}

import type { Connection } from "../connection/connection.ts";
import type { RetryBudget, RetryPolicy } from "../retry.ts";
import { backoffDelay } from "../retry.ts";
import { attempt, type Operation, type Outlet } from "./attempt.ts";
import type { Deadline } from "./deadline.ts";
import { FailedAttempt } from "./failed-attempt.ts";

/** What the calls of one client share. */
export interface Sender extends Outlet {
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
export async function sendOperation(
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

import { ConfigError } from "./config-error.ts";

/** Work that can be done with or without blocking: it yields what may be a promise, and is given what that becomes. */
export type Steps<Result> = Generator<unknown, Result, never>;

/**
 * Does it at once.
 *
 * @throws ConfigError with code ASYNC_SCHEMA where a step is a promise; what the work throws.
 */
export function runSteps<Result>(steps: Steps<Result>): Result {
  let step = steps.next();
  while (!step.done) {
    if (step.value instanceof Promise) {
      step.value.catch(() => {});
      throw new ConfigError("ASYNC_SCHEMA", "The schema returns a promise.", "Use loadConfigAsync.");
    }
    step = steps.next(step.value as never);
  }
  return step.value;
}

/** Does it and waits for each step. */
export async function runStepsAsync<Result>(steps: Steps<Result>): Promise<Result> {
  let step = steps.next();
  while (!step.done) {
    step = await Promise.resolve(step.value).then(
      (value) => steps.next(value as never),
      (error) => steps.throw(error),
    );
  }
  return step.value;
}

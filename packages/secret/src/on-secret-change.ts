import { isDeepStrictEqual } from "node:util";
import { backgroundClock, type Timer } from "@keyfold/common/clock";
import { codeOf, formatError } from "@keyfold/common/error";
import type { StandardSchema } from "@keyfold/common/standard-schema";
import { checkSchema, type RevealOptions, revealSecret } from "./secret.ts";
import { SecretError } from "./secret-error.ts";
import type { SecretName } from "./secret-names.ts";

/** How a secret is watched. */
export interface SecretChangeOptions<T> extends Pick<RevealOptions, "decode"> {
  /** Seconds between two looks, from 1 to 604800 (a week); 300 unless given. On a server each look is a read, and audited as one. */
  everySeconds?: number;
  /** Checks and types each new value. One that doesn't fit is an error, and the value before stays the last one given. */
  schema?: StandardSchema<T>;
  /** Called with what made a look fail, once until one succeeds or fails otherwise; unless given, it is a warning of the process. */
  onError?: (error: unknown) => void;
  /** Stops the watching. */
  signal?: AbortSignal;
}

/** A secret that is watched. */
export interface SecretWatcher extends Disposable {
  /** Stops watching; so does the end of the block in which it was made with `using`. */
  close(): void;
}

/** What tests bring along. */
export interface WatchEnvironment {
  readonly timer: Timer;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Codes after which no look can succeed any more. */
const final = new Set(["RUN_ENDED", "NOT_IN_RUN", "SECRET_FORBIDDEN", "UNAUTHENTICATED", "FORBIDDEN"]);

const maxSeconds = 7 * 24 * 3600;

/**
 * Calls a function with a secret's new value whenever it has changed, so that a program goes on through a rotation. It looks where
 * `Secret#get` looks, in the scope of the call: in a run it ends with the run, and goes on in the run that takes its place. Each look comes up to a tenth sooner or later, so that
 * many processes don't ask at once. Watching keeps no process alive.
 *
 * @example
 * ```ts
 * using watcher = await onSecretChange<string>("database password", (password) => pool.setPassword(password));
 * ```
 *
 * @param name - as for `Secret`.
 * @param onChange - called with a value that differs from the one before, the first of which is the one at the time of the call. While a
 *   promise that it gives is pending there is no other look. What it throws is an unhandled rejection of the process.
 * @param options - how often it looks, in seconds, and how the value is decoded, checked and reported.
 * @returns what ends the watching, once the secret was read for the first time; what is set from then on is noticed.
 * @throws what `Secret#get` throws, when the first look fails.
 * @throws SecretError with code BAD_INPUT for an `everySeconds` that can't be.
 * @throws the signal's reason when it is aborted before the first look is over.
 */
export function onSecretChange<T = unknown>(
  name: SecretName,
  onChange: (value: T) => unknown,
  options: SecretChangeOptions<T> = {},
): Promise<SecretWatcher> {
  return onSecretChangeIn({ timer: backgroundClock, random: Math.random }, name, onChange, options);
}

/** {@link onSecretChange} by another timer. */
export async function onSecretChangeIn<T>(
  { timer, random }: WatchEnvironment,
  name: SecretName,
  onChange: (value: T) => unknown,
  { everySeconds = 300, schema, onError = warnOf(name), signal, ...how }: SecretChangeOptions<T>,
): Promise<SecretWatcher> {
  checkInterval(everySeconds);
  signal?.throwIfAborted();
  let last = await revealSecret(name, how);
  let failing: string | undefined;
  let cancel = (): void => {};
  let closed = false;

  const look = async (): Promise<void> => {
    let changed: { value: T } | undefined;
    try {
      const found = await revealSecret(name, how);
      if (!closed && !isDeepStrictEqual(found, last)) {
        last = found;
        // The callback may change the object that it gets: that must not look like a new value.
        const given = typeof found === "object" ? structuredClone(found) : found;
        changed = { value: schema ? await checkSchema(name, given, schema) : (given as T) };
      }
      failing = undefined;
    } catch (error) {
      fail(error);
    }
    try {
      if (changed && !closed) await onChange(changed.value);
    } finally {
      wait();
    }
  };
  const fail = (error: unknown): void => {
    const code = codeOf(error);
    if (closed) return;
    if (code !== failing) onError(error);
    failing = code;
    if (final.has(code)) close();
  };
  const wait = (): void => {
    const milliseconds = everySeconds * 1000 * (0.9 + 0.2 * random());
    if (!closed) cancel = timer.after(milliseconds, () => void look());
  };
  const close = (): void => {
    closed = true;
    cancel();
    signal?.removeEventListener("abort", close);
  };

  signal?.throwIfAborted();
  signal?.addEventListener("abort", close);
  wait();
  return { close, [Symbol.dispose]: close };
}

function checkInterval(seconds: number): void {
  if (seconds >= 1 && seconds <= maxSeconds) return;
  throw new SecretError(
    "BAD_INPUT",
    "everySeconds is not a time between two looks.",
    `Give a number of seconds from 1 to ${maxSeconds}.`,
  );
}

function warnOf(name: string): (error: unknown) => void {
  return (error) => {
    process.emitWarning(
      `The secret ${JSON.stringify(name)} could not be looked at for a change. ${formatError(error)}`,
      {
        code: "KEYFOLD_SECRET_NOT_WATCHED",
      },
    );
  };
}

import { backgroundTimer, type Timer } from "@keyfold/common/clock";
import { configuredServer } from "@keyfold/common/configured-server";
import { formatError } from "@keyfold/common/error";
import { keepAlive } from "@keyfold/common/keep-alive";
import { context, Redacted } from "@keyfold/context";
import type { SecretName } from "../secret-names.ts";
import { clientOfRun, configuredClient } from "./client-of-run.ts";
import { currentRun } from "./current-run.ts";
import { endAtExit } from "./end-at-exit.ts";
import type { Run } from "./run.ts";
import { requestError, saysRunIsOver } from "./server-errors.ts";

/** How a run is opened. */
export interface RunOptions {
  /** The names that it may read. Absent: all of the team's. */
  allow?: readonly SecretName[];
  /** Its lifetime in seconds, 300 unless given; it is extended while the function runs. A process that dies leaves it that long at most. */
  ttlSeconds?: number;
  /** What the audit log calls it. */
  label?: string;
  /** Ends it at once, before the function is through. */
  signal?: AbortSignal;
}

/**
 * Opens a run, runs a function in it, and ends the run when the function returns or throws, when the signal aborts, and when the process
 * exits. Inside, and in every timer, promise and callback that starts there, `Secret#get` reads from the server. Inside another run it
 * opens one of its own. In a process that was itself started in a run (by `keyfold run`) that run goes on to be used, and `allow` narrows
 * it. With local secrets it only runs the function.
 *
 * @example
 * ```ts
 * await withRun({ allow: ["stripe key"], ttlSeconds: 60 }, async () => {
 *   await charge(await new Secret("stripe key").get());
 * });
 * ```
 *
 * @param options - which names the run may read, its lifetime in seconds, its label and what ends it early.
 * @param fn - what runs in it; its promise is waited for.
 * @returns what the function returns.
 * @throws what the function throws.
 * @throws ServerUnreachableError, code SERVER_UNREACHABLE: no answer in time.
 * @throws ClientError, of `@keyfold/client`, with the server's code, for example UNAUTHENTICATED or FORBIDDEN when the configured token
 *   may not open a run, or with the client's, for example NO_TOKEN.
 * @throws ConfigError, of `@keyfold/config`, if the configuration can't be loaded.
 * @throws the signal's reason when it is aborted before the function runs.
 */
export function withRun<T>(options: RunOptions, fn: () => T | Promise<T>): Promise<T> {
  return withRunOn(backgroundTimer, options, fn);
}

/** {@link withRun} by another timer. */
export async function withRunOn<T>(timer: Timer, options: RunOptions, fn: () => T | Promise<T>): Promise<T> {
  const { signal, ttlSeconds = 300 } = options;
  signal?.throwIfAborted();
  if (configuredServer(context.config).secretsAreLocal) return fn();
  const around = currentRun();
  if (around && around.id === undefined) return runInside(around, options, fn);
  const run = await open(options, ttlSeconds);
  const extend = async (): Promise<unknown> => (await clientOfRun(run)).extendRun({ id: run.id, ttlSeconds });
  const onOver = (error: unknown): void => {
    run.ended ||= saysRunIsOver(error);
  };
  const stop = keepAlive({ ttlSeconds, extend, onOver }, timer);
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => {
    ending ??= finish();
    return ending;
  };
  const finish = async (): Promise<void> => {
    stop();
    signal?.removeEventListener("abort", end);
    await close(run);
    forget();
  };
  const forget = endAtExit({ ...run, end });
  signal?.addEventListener("abort", end);
  try {
    if (signal?.aborted) await end();
    signal?.throwIfAborted();
    return await context.run({ run: new Redacted<Run>(run) }, fn);
  } finally {
    await end();
  }
}

/** A process that was started in a run can't open another; its scopes keep to fewer names. */
async function runInside<T>(
  around: Run,
  { allow = around.allow, signal }: RunOptions,
  fn: () => T | Promise<T>,
): Promise<T> {
  const names = allow?.filter((name) => around.allow?.includes(name) !== false);
  const run: Run = { ...around, allow: names };
  const end = (): void => {
    run.ended = true;
  };
  signal?.addEventListener("abort", end);
  try {
    return await context.run({ run: new Redacted(run) }, fn);
  } finally {
    signal?.removeEventListener("abort", end);
    end();
  }
}

type OpenedRun = Run & { readonly id: string; readonly url: string };

async function open({ allow, label }: RunOptions, ttlSeconds: number): Promise<OpenedRun> {
  try {
    const client = await configuredClient();
    const { id, token } = await client.openRun({
      ttlSeconds,
      ...(allow === undefined ? {} : { allow: [...allow] }),
      ...(label === undefined ? {} : { label }),
    });
    return { id, token, url: configuredServer(context.config).url, ended: false };
  } catch (error) {
    throw requestError(error, undefined);
  }
}

/** Ends a run on the server. What the run was for is done, so a server that is away only gets a warning: the run expires. */
async function close(run: OpenedRun): Promise<void> {
  const over = run.ended;
  run.ended = true;
  if (over) return;
  try {
    const client = await clientOfRun(run);
    await client.endRun({ id: run.id });
  } catch (error) {
    if (saysRunIsOver(error)) return;
    process.emitWarning(`The run ${run.id} could not be ended; it expires by itself. ${formatError(error)}`, {
      code: "KEYFOLD_RUN_NOT_ENDED",
    });
  }
}

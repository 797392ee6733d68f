import type { Client } from "@keyfold/client";
import { backgroundClock, type Clock } from "@keyfold/common/clock";
import { configuredFolder, configuredServer } from "@keyfold/common/configured-server";
import { formatError } from "@keyfold/common/error";
import { LastingRun, type RunCalls } from "@keyfold/common/lasting-run";
import { context, Redacted } from "@keyfold/context";
import type { SecretName } from "../secret-names.ts";
import { endAtExit, type RunToEnd } from "./end-at-exit.ts";
import { createClient, currentRun, narrowed, type Run, replaceable, requestError } from "./run.ts";

/** How a run is opened. */
export interface RunOptions {
  /** The names that it may ask for. Absent: all that the grants of the token that opens it cover. */
  allow?: readonly SecretName[];
  /**
   * Where names are looked for first, for example `prod/orders`, then in each folder around it: here, in `prod`, and outside every folder. A
   * name with `/` in front is a full name. Absent: `cloud.folder` of the configuration, if it is set. Local secrets know no folders, and a
   * process that was itself started in a run looks where that run does.
   */
  folder?: string;
  /**
   * Its lifetime in seconds, 300 unless given; it is extended while the function runs. A process that dies leaves it open for no longer than
   * that.
   */
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
 * it. With local secrets no server is asked, and `allow` is kept to all the same.
 *
 * It may hold a server's whole life: where an outage, or the maximum lifetime of a run, lets the run expire, another is
 * opened in its place. It is over for good when somebody ends it, or when the token that opens runs is no longer valid.
 *
 * @example
 * ```ts
 * await withRun({ allow: ["stripe key"], ttlSeconds: 60 }, async () => {
 *   await charge(await new Secret("stripe key").get());
 * });
 * ```
 *
 * @param options - which names the run may read and where they are looked for, its lifetime in seconds, its label and what ends it early.
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
  return withRunOn(backgroundClock, options, fn);
}

/** {@link withRun} by another clock. */
export async function withRunOn<T>(clock: Clock, options: RunOptions, fn: () => T | Promise<T>): Promise<T> {
  const { allow, signal, ttlSeconds = 300 } = options;
  signal?.throwIfAborted();
  if (configuredServer(context.config).secretsAreLocal) return runIn({ token: "", allow, ended: false }, signal, fn);
  const around = currentRun();
  // A process that was started in a run can't open another; its scopes keep to fewer names.
  if (around && around.id === undefined) return runIn(narrowed(around, allow), signal, fn);

  const { run, toEnd, close } = await open(options, ttlSeconds, clock);
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => {
    ending ??= finish();
    return ending;
  };
  const finish = async (): Promise<void> => {
    signal?.removeEventListener("abort", end);
    await close();
    forget();
  };
  const forget = endAtExit({ toEnd, end });
  signal?.addEventListener("abort", end);
  try {
    if (signal?.aborted) await end();
    signal?.throwIfAborted();
    return await context.run({ run: new Redacted<Run>(run) }, fn);
  } finally {
    await end();
  }
}

/** Runs a function in a run that this process did not open. */
async function runIn<T>(run: Run, signal: AbortSignal | undefined, fn: () => T | Promise<T>): Promise<T> {
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

/** Opens a run that lasts until it is closed. */
async function open(
  { allow, label, folder = configuredFolder(context.config) }: RunOptions,
  ttlSeconds: number,
  clock: Clock,
): Promise<{ run: Run; toEnd: () => RunToEnd[]; close: () => Promise<void> }> {
  try {
    const { url, trust } = configuredServer(context.config);
    const opener = await createClient({});
    const input = { ttlSeconds, allow: allow && [...allow], folder, label, trust };
    const clientOfRun = ({ token }: { token: string }): Promise<Client> => createClient({ url, token });
    const calls: RunCalls = {
      ttlSeconds,
      open: () => opener.openRun(input),
      extend: async (run) => (await clientOfRun(run)).extendRun({ id: run.id, ttlSeconds }),
      end: async (run) => (await clientOfRun(run)).endRun({ id: run.id }),
      onOver: () => {
        run.ended = true;
      },
    };
    const lasting = await LastingRun.open(calls, clock);
    const run: Run = replaceable(
      {
        get id() {
          return lasting.run.id;
        },
        get token() {
          return lasting.run.token;
        },
        url,
        ended: false,
      },
      (token, error) => lasting.replace(token, error),
    );
    const toEnd = (): RunToEnd[] => lasting.runs.map(({ id, token }) => ({ id, url, token }));
    return { run, toEnd, close: () => close(run, lasting) };
  } catch (error) {
    throw requestError(error, undefined);
  }
}

/** Ends a run on the server. What the run was for is done, so a server that is away only gets a warning: the run expires. */
async function close(run: Run, lasting: LastingRun): Promise<void> {
  const over = run.ended;
  run.ended = true;
  await lasting.stop();
  if (over) return;
  try {
    await lasting.end();
  } catch (error) {
    process.emitWarning(`The run ${run.id} could not be ended; it expires by itself. ${formatError(error)}`, {
      code: "KEYFOLD_RUN_NOT_ENDED",
    });
  }
}

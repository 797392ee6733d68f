import type { Client, ClientOptions } from "@keyfold/client";
import { systemClock } from "@keyfold/common/clock";
import { configuredServer, readToken } from "@keyfold/common/configured-server";
import { codeOf, type KeyfoldError } from "@keyfold/common/error";
import { saysRunIsOver } from "@keyfold/common/lasting-run";
import { context, type Redacted } from "@keyfold/context";
import {
  ForbiddenSecretError,
  NotInRunError,
  RunEndedError,
  SecretError,
  SecretNotFoundError,
  ServerUnreachableError,
} from "../secret-error.ts";

/** A run that code reads secrets in. It is carried by the context, where nothing prints its token. */
export interface Run {
  /** Its id on the server; absent where the process was started inside it, and where secrets are local. */
  readonly id?: string;
  /** The server's address; absent where the client has to judge the configured one first. */
  readonly url?: string;
  /** Reads values until the run is over; empty where secrets are local. */
  readonly token: string;
  /** The names that this process keeps to, where the run itself may read more. */
  readonly allow?: readonly string[] | undefined;
  /** Set as soon as this process knows that the run is over. */
  ended: boolean;
}

declare module "@keyfold/context" {
  interface ContextFields {
    /** The run of the current scope, set by `withRun` of `@keyfold/secret`. */
    run: Redacted<Run>;
  }
}

/** Finds out, after a call was refused, whether the run goes on with another token. */
export type Replace = (token: string, error: unknown) => Promise<boolean>;

// Apart from the runs, which cross to worker threads.
const replacements = new WeakMap<Run, Replace>();

/** Has calls of a run made once more when another took its place. */
export function replaceable<T extends Run>(run: T, replace: Replace): T {
  replacements.set(run, replace);
  return run;
}

/** The same run, by the same token whenever that changes, for fewer names. */
export function narrowed(run: Run, names: readonly string[] | undefined): Run {
  const allow = names?.filter((name) => run.allow?.includes(name) !== false) ?? run.allow;
  const inner: Run = {
    ...run,
    get token() {
      return run.token;
    },
    allow,
  };
  return replaceable(inner, async (token, error) => (await replacements.get(run)?.(token, error)) ?? false);
}

const ofProcesses = new WeakMap<object, Run>();

/** The run of the current scope, else the one that the process was started in. */
export function currentRun(): Run | undefined {
  const run = context.get("run")?.reveal();
  if (run?.token) return run;
  const { config } = context;
  const known = ofProcesses.get(config);
  if (known) return known;
  const server = configuredServer(config);
  const token = server.isTokenOfFolder ? undefined : server.token;
  if (!token?.startsWith("keyfold_run_")) return undefined;
  // A url of the folder's file is left out: the client has to judge it first.
  const ofProcess = { token, ended: false, ...(server.isUrlOfFolder ? {} : { url: server.url }) };
  if (server.tokenFile !== undefined) replaceable(ofProcess, fromFile(server.tokenFile, ofProcess));
  ofProcesses.set(config, ofProcess);
  return ofProcess;
}

const pollMs = 200;
const maxPolls = 50;

/** Waits for the token of the run that takes the place of one whose time was up. Without the file there is none to come. */
function fromFile(file: string, run: { token: string }): Replace {
  return async (token) => {
    for (let polls = 0; polls < maxPolls; polls += 1) {
      if (run.token !== token) return true;
      const found = readToken(file);
      if (found === undefined) return false;
      if (found === token) await new Promise<void>((resolve) => systemClock.after(pollMs, resolve));
      else run.token = found;
    }
    return run.token !== token;
  };
}

/** Calls the server as a run, and once more if another run took its place meanwhile. */
export async function callAs<T>(run: Run, call: (client: Client) => Promise<T>): Promise<T> {
  const { token } = run;
  try {
    return await call(await clientOf(run));
  } catch (error) {
    const mayBeReplaced = saysRunIsOver(error) || codeOf(error) === "UNAUTHENTICATED";
    if (!mayBeReplaced || !(await replacements.get(run)?.(token, error))) throw error;
    return call(await clientOf(run));
  }
}

const clients = new WeakMap<Run, { readonly token: string; readonly client: Promise<Client> }>();

/** The client that speaks for a run. Loading it is what local secrets never do. */
function clientOf(run: Run): Promise<Client> {
  const { token, url } = run;
  const known = clients.get(run);
  if (known?.token === token) return known.client;
  const client = createClient({ ...(url === undefined ? {} : { url }), token });
  clients.set(run, { token, client });
  return client;
}

/** A client for the options that are given, and for the rest by the configuration in force. */
export async function createClient(options: ClientOptions): Promise<Client> {
  const { config } = context;
  const client = await import("@keyfold/client");
  return client.createClient({ config, ...options });
}

/**
 * What to throw where a run may not read a name: because it is over, or by its allow-list; `undefined` where it may, as far as this process
 * knows.
 */
export function refusal(run: Run, name: string): SecretError | undefined {
  if (run.ended) return runEnded(run);
  return run.allow?.includes(name) === false ? forbidden(name) : undefined;
}

/** What to throw for the error of a whole request; an error that is clear as it is comes back. */
export function requestError(error: unknown, run: Run | undefined): unknown {
  const code = codeOf(error);
  if (run && saysRunIsOver(error)) {
    if (!replacements.has(run)) run.ended = true;
    return runEnded(run);
  }
  // The client's codes for a server that gave no answer that a Keyfold server gives.
  if (!["SERVER_UNREACHABLE", "TIMEOUT", "INVALID_RESPONSE"].includes(code)) return error;
  const { message, tip } = error as KeyfoldError;
  return new ServerUnreachableError(message, tip, { cause: error });
}

/** What to throw for one name's error. */
export function nameError(name: string, { code, message }: { code: string; message: string }, run: Run): SecretError {
  const quoted = JSON.stringify(name);
  // Without its path: in a folder's file that may be spelled with a variable that is a secret.
  const { origin } = new URL(run.url ?? configuredServer(context.config).url);
  if (code === "NAME_NOT_ALLOWED") return notAllowed(name);
  return code === "NOT_FOUND"
    ? new SecretNotFoundError(
        `There is no secret ${quoted}. Looked in context.secrets, then on the server at ${origin}.`,
        `To set it there: keyfold secret set ${quoted}`,
      )
    : new SecretError(
        code,
        `The server at ${origin} did not give the secret ${quoted}: ${message}`,
        "Its log says more.",
      );
}

function forbidden(name: string): ForbiddenSecretError {
  const quoted = JSON.stringify(name);
  return new ForbiddenSecretError(
    `This run may not read the secret ${quoted}: the name is not on its allow-list.`,
    `Add it where the run is opened: withRun({ allow: [${quoted}, …] }) or keyfold run --allow ${quoted}`,
  );
}

/** The server doesn't say which of them it was: that would tell what there is. */
function notAllowed(name: string): ForbiddenSecretError {
  const quoted = JSON.stringify(name);
  return new ForbiddenSecretError(
    `This run may not read the secret ${quoted}: it is not on its allow-list, or outside the grants of the token that opened the run.`,
    `Add it to the allow-list where the run is opened; keyfold access ${quoted} shows an admin whose grants cover it.`,
  );
}

function runEnded({ id }: Run): RunEndedError {
  return new RunEndedError(
    `The run${id === undefined ? "" : ` ${id}`} is over: it ended, or its time was up.`,
    "Read secrets before withRun's function returns, or give the run a longer ttlSeconds; a new run reads again.",
  );
}

/** The error of a `get` outside a run. */
export function notInRun(name: string): NotInRunError {
  const { token, isTokenOfFolder, reason } = configuredServer(context.config);
  const holds = token === undefined || isTokenOfFolder ? "holds no run's token" : "holds a token that is not a run's";
  return new NotInRunError(
    `The secret ${JSON.stringify(name)} was asked for outside a run. It isn't in context.secrets, ${reason}, ` +
      `and this process ${holds}; a server gives values to runs alone.`,
    "Read it inside withRun(…), or start the program with: keyfold run -- COMMAND",
  );
}

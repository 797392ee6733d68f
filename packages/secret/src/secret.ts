import { inspect } from "node:util";
import { configuredServer } from "@keyfold/common/configured-server";
import { findLocalSecret } from "@keyfold/common/local-secret";
import { keysOf, messageWithout, type StandardSchema } from "@keyfold/common/standard-schema";
import { context, Redacted } from "@keyfold/context";
import { decodeLocalValue, noteLocalValue, notFoundLocally } from "./local-secrets.ts";
import { redact, rememberValue } from "./redaction/known-values.ts";
import { readFromRun, readOnceFromRun } from "./run/read-from-run.ts";
import { currentRun, notInRun, refusal } from "./run/run.ts";
import { SecretError, SecretNotFoundError } from "./secret-error.ts";
import type { SecretName } from "./secret-names.ts";

/** How a value is read. */
export interface RevealOptions {
  /** `false` leaves a local string as it is, though it may be JSON. */
  decode?: boolean;
  /** `"run"` keeps a value that came from the server in memory until its run is over. */
  cache?: "run";
}

/** How a secret is read. */
export interface SecretOptions<T> extends RevealOptions {
  /** Checks and types the value: a schema of zod, valibot, arktype or any other that follows Standard Schema. */
  schema?: StandardSchema<T>;
  /** Given instead of an error when there is no secret of that name. It is not checked. */
  default?: NoInfer<T>;
}

/**
 * A secret, by name. It holds no value: each `get` looks for it anew. Prints as `<Secret my secret>`.
 *
 * @example
 * ```ts
 * const value = await new Secret("my secret").get();
 * ```
 */
export class Secret<T = unknown> {
  /** What it was called when it was made. */
  readonly name: string;
  readonly #options: SecretOptions<T>;

  /**
   * @param name - 1 character or more.
   * @param options - how it is read.
   * @throws SecretError with code BAD_INPUT for any other name.
   */
  constructor(name: SecretName, options: SecretOptions<T> = {}) {
    if (typeof name !== "string" || name === "") {
      throw new SecretError(
        "BAD_INPUT",
        "The name of a secret is a string of 1 character or more.",
        'For example: new Secret("my secret")',
      );
    }
    this.name = name;
    this.#options = options;
  }

  /**
   * The value: from `context.secrets` (this name, then its lower-case form), else, unless secrets are local, from the server, inside a
   * run. They are local if `cloud.use_local_secrets` is true, or if it is not set and the configuration sets no server (`cloud.url` with a
   * token). A local string that is JSON comes back as what it says, as in Prefect 0.7, unless `decode` is `false`; a value from the server
   * comes back exactly as it was set. Reads of one tick are one request.
   *
   * @throws SecretNotFoundError, code SECRET_NOT_FOUND: no such name, and no `default`.
   * @throws NotInRunError, code NOT_IN_RUN: outside a run.
   * @throws RunEndedError, code RUN_ENDED: the run is over, and no other took its place.
   * @throws ForbiddenSecretError, code SECRET_FORBIDDEN: not on the run's allow-list.
   * @throws ServerUnreachableError, code SERVER_UNREACHABLE: no answer in time.
   * @throws SecretError with code SECRET_INVALID if the value doesn't fit the schema, or with the server's code.
   * @throws ClientError, of `@keyfold/client`, with the server's code for anything else that it refused, for example UNAUTHENTICATED, or
   *   with the client's, for example UNTRUSTED_URL.
   * @throws ConfigError, of `@keyfold/config`, if the configuration can't be loaded.
   */
  async get(): Promise<T> {
    const { schema, ...options } = this.#options;
    let value: unknown;
    try {
      value = await revealSecret(this.name, options);
    } catch (error) {
      if (error instanceof SecretNotFoundError && "default" in options) return options.default as T;
      throw error;
    }
    return schema ? checkSchema(this.name, value, schema) : (value as T);
  }

  /**
   * The value, in a wrapper that never prints.
   *
   * @throws what `get` throws.
   */
  async getRedacted(): Promise<Redacted<T>> {
    return new Redacted(await this.get());
  }

  /**
   * Whether there is a value; the schema is not asked, nor does `default` count. On a server it is a read: the audit log holds it.
   *
   * @throws what `get` throws, but for SecretNotFoundError and the code SECRET_INVALID.
   */
  async exists(): Promise<boolean> {
    try {
      await revealSecret(this.name, this.#options);
      return true;
    } catch (error) {
      if (error instanceof SecretNotFoundError) return false;
      throw error;
    }
  }

  /** `<Secret my secret>` */
  toString(): string {
    return `<Secret ${this.name}>`;
  }
}

Object.defineProperty(Secret.prototype, inspect.custom, { value: Secret.prototype.toString });

/**
 * Reads many secrets, from a server in one request for each 1000.
 *
 * @example
 * ```ts
 * const { "db url": url, "stripe key": key } = await getSecrets(["db url", "stripe key"]);
 * ```
 *
 * @param names - in any order; a name that stands twice is read once.
 * @returns an object with each name and its value.
 * @throws what `Secret#get` throws, for the first name in the list that has no value.
 */
export async function getSecrets<const Name extends SecretName>(
  names: readonly Name[],
  options: RevealOptions = {},
): Promise<{ [Each in Name]: unknown }> {
  const results = await Promise.allSettled(
    names.map(async (name) => [name, await revealSecret(name, options)] as const),
  );
  const entries = results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
  return Object.fromEntries(entries) as { [Each in Name]: unknown };
}

/**
 * Finds a secret's value: in `context.secrets`, always; then, if local secrets are not all there is, on the server in the current run.
 * Every value that passes here is masked by `redact` from then on.
 *
 * @throws SecretError of the kind that says why there is none.
 */
export async function revealSecret(name: string, { decode = true, cache }: RevealOptions = {}): Promise<unknown> {
  const { secretsAreLocal } = configuredServer(context.config);
  // What a server would refuse is refused here, too: what fails in production fails on a laptop.
  const run = secretsAreLocal ? context.get("run")?.reveal() : currentRun();
  const refused = secretsAreLocal && run ? refusal(run, name) : undefined;
  if (refused) throw refused;

  const local = findLocalSecret(context.secrets, name);
  if (local !== undefined) {
    if (run && !secretsAreLocal) noteLocalValue(name, local);
    rememberValue(local);
    const value = decode ? decodeLocalValue(local) : local;
    rememberValue(value);
    return value;
  }
  if (secretsAreLocal) throw notFoundLocally(name);

  if (!run) throw notInRun(name);
  try {
    const value = await (cache === "run" ? readOnceFromRun(run, name) : readFromRun(run, name));
    rememberValue(value);
    return value;
  } catch (error) {
    throw withOwnStack(error);
  }
}

/** The same error with the frames of whoever awaits here: those that read in one tick share it, and it was made where no caller is known. */
function withOwnStack(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const own: Error = Object.setPrototypeOf(new Error(error.message), Object.getPrototypeOf(error));
  Object.defineProperties(own, Object.getOwnPropertyDescriptors(error));
  Error.captureStackTrace?.(own, withOwnStack);
  return own;
}

/**
 * What a schema makes of a value.
 *
 * @throws SecretError `SECRET_INVALID` for a value that doesn't fit: it says where and why, without the value.
 */
export async function checkSchema<T>(name: string, value: unknown, schema: StandardSchema<T>): Promise<T> {
  const result = await schema["~standard"].validate(value);
  if (!result.issues) return result.value;
  const reasons = result.issues.map((issue) =>
    [keysOf(issue).join("."), messageWithout(value, issue.message)].filter(Boolean).join(": "),
  );
  throw new SecretError(
    "SECRET_INVALID",
    `The secret ${JSON.stringify(name)} does not fit its schema: ${redact(reasons.join("; "))}.`,
    "Set it again with a value that fits, or change the schema.",
  );
}

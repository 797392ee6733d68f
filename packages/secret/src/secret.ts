import { inspect } from "node:util";
import type { StandardSchema } from "@keyfold/common/standard-schema";
import { Redacted } from "@keyfold/context";
import { checkSchema } from "./check-schema.ts";
import { type RevealOptions, revealSecret } from "./reveal-secret.ts";
import { SecretError, SecretNotFoundError } from "./secret-error.ts";
import type { SecretName } from "./secret-names.ts";

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
        "The name of a secret is a text of 1 character or more.",
        'For example: new Secret("my secret")',
      );
    }
    this.name = name;
    this.#options = options;
  }

  /**
   * The value: from `context.secrets` (this name, then its lower-case form), else, unless `cloud.use_local_secrets` is true, from the
   * server, inside a run. A local text that is JSON comes back as what it says, as in Prefect 0.7, unless `decode` is `false`; a
   * value from the server comes back exactly as it was set. Reads of one tick are one request.
   *
   * @throws SecretNotFoundError, code SECRET_NOT_FOUND: no such name, and no `default`.
   * @throws NotInRunError, code NOT_IN_RUN: outside a run.
   * @throws RunEndedError, code RUN_ENDED: the run is over.
   * @throws ForbiddenSecretError, code SECRET_FORBIDDEN: not on the run's allow-list.
   * @throws ServerUnreachableError, code SERVER_UNREACHABLE: no answer in time.
   * @throws SecretError with code SECRET_INVALID if the value doesn't fit the schema, or with the server's code.
   * @throws ClientError, of `@keyfold/client`, with the server's code for anything else that it refused, for example UNAUTHENTICATED.
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

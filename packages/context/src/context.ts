import type { Config } from "@keyfold/config";
import type { ContextField, ContextFields } from "./context-fields.ts";
import { printsAs } from "./redacted.ts";
import { currentScope, resetProcessScope, storage } from "./scope.ts";
import { secretsView } from "./secrets-view.ts";
import { type ContextSnapshot, openSnapshot, takeSnapshot } from "./snapshot.ts";

/** What `context` can do. Each call means the scope that is current where it is made, else the process. */
export class Context {
  /**
   * Secrets by name, as in Prefect 0.7. Reading looks in the current scope, then in what the process set, then in
   * `[context.secrets]` of the configuration, which is loaded then; a name that is nowhere gives `undefined`. Writing inside a
   * scope is seen in that scope alone, outside of any by the whole process; `undefined` and `delete` take a name away. Plain
   * objects and lists are kept as frozen copies.
   *
   * Printing, JSON and cloning never show a value; `Object.keys` lists the names. A copy (`{ ...context.secrets }`) is an ordinary
   * object, whose values print.
   *
   * @throws ConfigError when the configuration is needed and can't be loaded.
   */
  get secrets(): Record<string, unknown> {
    return secretsView;
  }

  /**
   * The configuration in force: the scope's, if one was given to `run`, else the process's, loaded on first use and cached.
   *
   * @throws ConfigError when it can't be loaded.
   */
  get config(): Config {
    return currentScope().config;
  }

  /**
   * Runs a function in a scope inside the current one: the fields given are laid over those around it, secrets name by name. All
   * that the function starts (timers, promises, callbacks) stays in the scope; what follows it does not, also when it throws.
   *
   * @param fields - for the scope; each is optional.
   * @returns what the function returns.
   * @throws what the function throws.
   */
  run<T>(fields: Partial<ContextFields>, fn: () => T): T {
    return storage.run(currentScope().inner(fields), fn);
  }

  /**
   * A field of the current scope, else of the process; `undefined` if neither has it.
   *
   * @throws ConfigError for `config` when it can't be loaded.
   */
  get<Key extends keyof ContextFields>(key: Key): ContextField<Key> {
    const scope = currentScope();
    if (key === "secrets") return secretsView as ContextField<Key>;
    return (key === "config" ? scope.config : scope.field(key)) as ContextField<Key>;
  }

  /** Whether a field is there; `secrets` and `config` always are. */
  has(key: keyof ContextFields): boolean {
    return key === "secrets" || key === "config" || currentScope().field(key) !== undefined;
  }

  /** Sets fields in the current scope, or outside of any for the process. Secrets are added to those that are there. */
  update(fields: Partial<ContextFields>): void {
    currentScope().update(fields);
  }

  /**
   * Sets a field unless it is there, and gives the one that is there then; as `setdefault` in Prefect 0.7. `secrets` and `config` are
   * always there.
   *
   * @throws ConfigError for `config` when it can't be loaded.
   */
  setDefault<Key extends keyof ContextFields>(key: Key, value: ContextFields[Key]): ContextFields[Key] {
    if (!this.has(key)) currentScope().update({ [key]: value });
    return this.get(key) as ContextFields[Key];
  }

  /** A function that runs in the scope that is current now, wherever it is called: for event handlers and queues. */
  bind<This, Args extends unknown[], Result>(
    fn: (this: This, ...args: Args) => Result,
  ): (this: This, ...args: Args) => Result {
    const scope = storage.getStore();
    return function (this: This, ...args: Args): Result {
      return storage.run(scope, () => fn.apply(this, args));
    };
  }

  /**
   * The context as it is now, for `restore`: later in this process with every field, or in a worker thread (`workerData`,
   * `postMessage`) with the secrets and those fields that can be cloned. Printing it shows no value.
   */
  snapshot(): ContextSnapshot {
    return takeSnapshot(currentScope());
  }

  /**
   * Runs a function in a scope that holds what the snapshot does.
   *
   * @param snapshot - from `snapshot()`, or the bytes of its `export()`.
   * @returns what the function returns.
   * @throws ContextError with code INVALID_SNAPSHOT for anything else.
   * @throws what the function throws.
   */
  restore<T>(snapshot: ContextSnapshot | Uint8Array, fn: () => T): T {
    return storage.run(openSnapshot(snapshot, currentScope()), fn);
  }
}

printsAs(Context.prototype, "<context>");

/**
 * What the running code carries with it: secrets, the configuration and typed fields of your own, in scopes that follow timers, promises and
 * callbacks and that never see each other's writes.
 *
 * @example
 * ```ts
 * await context.run({ secrets: { "api key": key } }, async () => {
 *   await handle(request); // finds context.secrets["api key"]
 * });
 * ```
 */
export const context: Context = new Context();

/**
 * Forgets what was set outside of any scope, and the configuration, which is loaded again when it is next needed. For tests, and after
 * a change of the configuration. Scopes that are running keep what was set in them.
 */
export function resetContext(): void {
  resetProcessScope();
}

import { AsyncLocalStorage } from "node:async_hooks";
import { type Config, loadConfig } from "@keyfold/config";
import type { ContextFields } from "./context-fields.ts";
import { frozenCopy } from "./frozen-copy.ts";

/** Names to values, without a prototype: `__proto__` and `constructor` are names like any other. */
type Table = Record<string, unknown>;

const empty: Table = Object.freeze({ __proto__: null });

/** Stands in a table for a secret that was deleted in this scope, though one around it has it. */
const deleted = Symbol("deleted");

/**
 * The fields and secrets of one scope. A scope holds only what was set in it and in the scopes around it when it began;
 * what the process sets is looked up when it is read. Tables are shared until one side writes (copy on write). The fields are private
 * because older versions of Node show a timer's or promise's scope when they print it.
 */
export class Scope {
  #process: Scope;
  #fields: Table;
  #secrets: Table;
  #shared = true;
  #load: (() => Config) | undefined;

  private constructor(around: Scope | undefined, fields: Table, secrets: Table, load?: () => Config) {
    this.#process = around ?? this;
    this.#fields = fields;
    this.#secrets = secrets;
    this.#load = load;
  }

  /** A scope with nothing around it, whose configuration is loaded when it is first needed. */
  static root(load: () => Config): Scope {
    return new Scope(undefined, empty, empty, load);
  }

  /** A scope inside this one: this one's fields, with those given laid over them. */
  inner(given: Partial<ContextFields>): Scope {
    const isProcess = this.#process === this;
    const inner = new Scope(this.#process, isProcess ? empty : this.#fields, isProcess ? empty : this.#secrets);
    this.#shared ||= !isProcess;
    inner.update(given);
    return inner;
  }

  /** A scope that goes on from what this one holds now. */
  copy(): Scope {
    this.#shared = true;
    return new Scope(this.#process, this.#fields, this.#secrets);
  }

  /** Sets fields in this scope; secrets are added to those that are there. */
  update(given: Partial<ContextFields>): void {
    for (const name in given) {
      if (name === "secrets") {
        const secrets = given.secrets as Table;
        for (const key in secrets) this.setSecret(key, secrets[key]);
      } else {
        this.#fields = { __proto__: null, ...this.#fields, [name]: given[name as keyof ContextFields] };
      }
    }
  }

  field(name: string): unknown {
    const value = this.#fields[name];
    return value === undefined ? this.#process.#fields[name] : value;
  }

  /** The fields other than the secrets and the configuration. */
  fields(): [string, unknown][] {
    const { config, ...fields } = { ...this.#process.#fields, ...this.#fields };
    return Object.entries(fields);
  }

  get config(): Config {
    const config = this.field("config");
    if (config !== undefined) return config as Config;
    const loaded = (this.#process.#load as () => Config)();
    this.#process.update({ config: loaded });
    return loaded;
  }

  secret(name: string): unknown {
    let value = this.#secrets[name];
    if (value === undefined) value = this.#process.#secrets[name];
    if (value === undefined) value = configuredSecrets(this.config)[name];
    return value === deleted ? undefined : value;
  }

  /** Sets a secret in this scope alone; `undefined` takes it away. */
  setSecret(name: string, value: unknown): void {
    if (this.#shared) {
      this.#secrets = { __proto__: null, ...this.#secrets };
      this.#shared = false;
    }
    this.#secrets[name] = value === undefined ? deleted : frozenCopy(value);
  }

  /** Every name that `secret` finds, those of a configuration that isn't loaded yet left out unless asked for. */
  secretNames(load: boolean): string[] {
    const configured = load || this.field("config") !== undefined ? configuredSecrets(this.config) : empty;
    const all: Table = { __proto__: null, ...configured, ...this.#process.#secrets, ...this.#secrets };
    return Object.keys(all).filter((name) => all[name] !== deleted);
  }
}

const configured = new WeakMap<Config, Table>();

function configuredSecrets(config: Config): Table {
  let table = configured.get(config);
  if (!table) {
    const secrets = Object(config.get("context.secrets")) as Table;
    table = { __proto__: null };
    // Not the enumerable ones: the configuration hides all of them where one is called toJSON.
    for (const name of Object.getOwnPropertyNames(secrets)) {
      if (typeof secrets[name] !== "function") table[name] = secrets[name];
    }
    configured.set(config, table);
  }
  return table;
}

/** Carries the current scope along timers, promises and callbacks. */
export const storage: AsyncLocalStorage<Scope | undefined> = new AsyncLocalStorage();

let processScope: Scope = Scope.root(loadConfig);

/** The scope of the code that is running: the innermost `context.run` around it, or the process. */
export function currentScope(): Scope {
  return storage.getStore() ?? processScope;
}

/** Forgets what was set outside any scope, and the configuration that was loaded. */
export function resetProcessScope(): void {
  processScope = Scope.root(loadConfig);
}

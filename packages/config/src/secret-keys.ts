import type { StandardSchema } from "@keyfold/common/standard-schema";
import { formatPath } from "./key-path.ts";
import { isTable } from "./table.ts";

/** Stands in a path for any item of a list. */
export const anyItem = "[]";

/** Tells which keys hold secrets, so that printing shows none. */
export class SecretKeys {
  readonly #marked = new Set<string>();
  #schema: StandardSchema<unknown> | undefined;

  constructor(schema?: StandardSchema<unknown>) {
    this.#schema = schema;
  }

  /** Marks a key that took its value from a secret. */
  add(keys: readonly string[]): void {
    this.#marked.add(formatPath(keys));
  }

  /** Everything in `[context.secrets]`, `cloud.token`, what a schema marks, and what refers to any of these. */
  has(keys: readonly string[]): boolean {
    const [first, second] = keys;
    if (first === "context" && second === "secrets") return keys.length > 2;
    if (first === "cloud" && second === "token") return true;
    this.#readSchema();
    return this.#marked.size > 0 && this.#marked.has(formatPath(keys));
  }

  /** JSON Schema's own ways to say it: `writeOnly: true`, or `format: "password"`. */
  #readSchema(): void {
    const schema = this.#schema;
    this.#schema = undefined;
    try {
      this.#walk(schema?.["~standard"].jsonSchema?.output({ target: "draft-2020-12" }), []);
    } catch {
      // A schema with a part that JSON Schema can't say marks nothing.
    }
  }

  #walk(schema: unknown, keys: readonly string[]): void {
    if (!isTable(schema)) return;
    if (schema.writeOnly === true || schema.format === "password") this.add(keys);
    if (isTable(schema.properties)) {
      for (const [key, each] of Object.entries(schema.properties)) this.#walk(each, [...keys, key]);
    }
    this.#walk(schema.items, [...keys, anyItem]);
    for (const list of [schema.anyOf, schema.oneOf, schema.allOf]) {
      if (Array.isArray(list)) for (const each of list) this.#walk(each, keys);
    }
  }
}

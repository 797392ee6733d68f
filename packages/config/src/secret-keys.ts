import type { StandardSchema } from "@keyfold/common/standard-schema";
import { formatPath } from "./key-path.ts";
import { isTable } from "./table.ts";

/** Stands in a path for any item of a list. */
export const anyItem = "[]";

/** Words by which a name says that a secret is in it, after capitals inside it were set apart. */
const words = /(?<![a-z])(secrets?|passw(or)?ds?|token|(api|private).?keys?|credentials?)(?![a-z])/i;

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

  /**
   * Everything in `[context.secrets]`, what a schema marks, strings and lists of which the key or a table around them is named like a secret,
   * and what refers to any of these.
   */
  has(keys: readonly string[], value: unknown): boolean {
    const [first, second] = keys;
    if (first === "context" && second === "secrets") return keys.length > 2;
    // Numbers and booleans stay: `token_ttl_seconds` is no secret. Capitals inside a name begin words too.
    const isNamed =
      /string|object/.test(typeof value) && words.test(keys.join().replace(/[A-Z]+(?![a-z])|[A-Z]/g, "_$&"));
    if (!isNamed) this.#readSchema();
    return isNamed || this.#marked.has(formatPath(keys));
  }

  /** JSON Schema's own ways to say it: `writeOnly: true`, or `format: "password"`. */
  #readSchema(): void {
    const schema = this.#schema;
    this.#schema = undefined;
    const mark = (part: unknown, keys: readonly string[]): void => {
      if (!isTable(part)) return;
      if (part.writeOnly || part.format === "password") this.add(keys);
      for (const [key, each] of Object.entries(part.properties ?? {})) mark(each, [...keys, key]);
      mark(part.items, [...keys, anyItem]);
      for (const each of [part.anyOf, part.oneOf, part.allOf].flat()) mark(each, keys);
    };
    try {
      mark(schema?.["~standard"].jsonSchema?.output({ target: "draft-2020-12" }), []);
    } catch {
      // A schema with a part that JSON Schema can't express marks nothing.
    }
  }
}

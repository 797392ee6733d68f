import type { Config } from "@keyfold/config";

/**
 * What a scope carries. Packages and apps add typed fields of their own by declaration merging:
 *
 * ```ts
 * declare module "@keyfold/context" {
 *   interface ContextFields {
 *     requestId: string;
 *   }
 * }
 * ```
 */
export interface ContextFields {
  /** Secrets by name. Names that a scope doesn't set come from the scope around it. */
  secrets: Record<string, unknown>;
  /** The configuration in force. */
  config: Config;
}

/** What `context.get` gives: `secrets` and `config` are always there, any other field may be missing. */
export type ContextField<Key extends keyof ContextFields> = Key extends "secrets" | "config"
  ? ContextFields[Key]
  : ContextFields[Key] | undefined;

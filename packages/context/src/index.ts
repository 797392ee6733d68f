/** Scopes on AsyncLocalStorage, which carry secrets, the configuration and your own fields. @packageDocumentation */

export { KeyfoldError } from "@keyfold/config";
export { type Context, context, resetContext } from "./context.ts";
export { ContextError, type ContextErrorCode } from "./context-error.ts";
export type { ContextField, ContextFields } from "./context-fields.ts";
export { Redacted } from "./redacted.ts";
export type { ContextSnapshot } from "./snapshot.ts";

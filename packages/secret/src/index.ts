/** Reads secrets from the configuration on a laptop, and from a server in production. @packageDocumentation */

export type { StandardSchema } from "@keyfold/common/standard-schema";
export { KeyfoldError, Redacted } from "@keyfold/context";
export { onSecretChange, type SecretChangeOptions, type SecretWatcher } from "./on-secret-change.ts";
export { redact, redactingStream } from "./redaction/known-values.ts";
export type { Run } from "./run/run.ts";
export { type RunOptions, withRun } from "./run/with-run.ts";
export { getSecrets, type RevealOptions, Secret, type SecretOptions } from "./secret.ts";
export {
  ForbiddenSecretError,
  NotInRunError,
  RunEndedError,
  SecretError,
  type SecretErrorCode,
  SecretNotFoundError,
  ServerUnreachableError,
} from "./secret-error.ts";
export type { SecretName, SecretNames } from "./secret-names.ts";

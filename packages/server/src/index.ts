/** The server, for programs that start one themselves; the command is `keyfold-server`. @packageDocumentation */

export { KeyfoldError } from "@keyfold/common/error";
export {
  createServer,
  type InjectedRequest,
  type InjectedResponse,
  type KeyfoldServer,
} from "./create-server.ts";
export type { TlsFiles } from "./http/tls-files.ts";
export { type InitOptions, type InitResult, initInstance } from "./instance/init-instance.ts";
export { ServerError, type ServerErrorCode } from "./server-error.ts";
export type { ServerOptions } from "./server-options.ts";
export type { Limits } from "./settings/limits.ts";
export type { StoreSettings } from "./settings/settings.ts";
export type { TracingVariables } from "./telemetry/tracing.ts";

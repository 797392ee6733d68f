export {
  createServer,
  type InjectedRequest,
  type InjectedResponse,
  type KeyfoldServer,
  type ServerOptions,
} from "./create-server.ts";
export { type InitOptions, type InitResult, initDataFolder } from "./data-folder/init-data-folder.ts";
export type { TlsFiles } from "./http/tls-files.ts";
export { ServerError, type ServerErrorCode } from "./server-error.ts";
export type { Limits } from "./settings/limits.ts";
export type { StoreSettings } from "./settings/store-settings.ts";
export type { TracingVariables } from "./telemetry/start-tracing.ts";

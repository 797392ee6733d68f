/** TOML files and environment variables as one typed, frozen configuration. @packageDocumentation */

export { KeyfoldError } from "@keyfold/common/error";
export { formatOrigin, type Origin } from "@keyfold/common/origin";
export { type Environment, userConfigPath } from "@keyfold/common/process-environment";
export type { StandardSchema } from "@keyfold/common/standard-schema";
export type { Config } from "./config.ts";
export { ConfigError, type ConfigErrorCode } from "./config-error.ts";
export type { ConfigOptions } from "./config-options.ts";
export type { ConfigPath, ValueAt } from "./config-path.ts";
export { loadConfig, loadConfigAsync } from "./load-config.ts";
export type { ConfigTable } from "./table.ts";
export { type ConfigWatcher, watchConfig } from "./watch-config.ts";

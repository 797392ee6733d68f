import { type Environment, userConfigPath } from "@keyfold/common/process-environment";
import { assemble, environmentOf } from "./assemble.ts";
import { checking } from "./check-schema.ts";
import { Config } from "./config.ts";
import type { ConfigOptions } from "./config-options.ts";
import type { ConfigFile } from "./files/config-file.ts";
import { warnReadable } from "./files/config-file.ts";
import { asyncFiles, type FileAccess, type FileToRead, readConfigFile, syncFiles } from "./files/read-config-file.ts";
import { runSteps, runStepsAsync, type Steps } from "./steps.ts";
import type { ConfigTable } from "./table.ts";

/**
 * Loads a configuration: defaults, then TOML files, then environment variables `PREFIX__SECTION__KEY`, then overrides; then `$NAME` and
 * `~` are expanded, then `${section.key}` references are filled in. The rules are those of Prefect 0.7 (its configuration.py); the
 * differences stand in docs/configuration.md.
 *
 * Warns, once, of a file with secrets that others can read (code KEYFOLD_CONFIG_READABLE).
 *
 * @example
 * ```ts
 * const config = loadConfig({ envPrefix: "MYAPP", schema: z.object({ server: z.object({ port: z.number() }) }) });
 * config.get("server.port"); // 8080, a number
 * ```
 *
 * @param options - where it comes from; without any, the files and variables of Keyfold.
 * @throws ConfigError with the code of what is wrong, for example FILE_NOT_FOUND, INVALID_TOML, INVALID_CONFIG where a value doesn't fit
 *   the schema, or ASYNC_SCHEMA for a schema that needs `loadConfigAsync`; see docs/errors.md.
 */
export function loadConfig<T = ConfigTable>(options: ConfigOptions<T> = {}): Config<T> {
  return configFrom(options, readFiles(options));
}

/** The files of a configuration that are there. */
export function readFiles(options: ConfigOptions<unknown>): ConfigFile[] {
  return runSteps(reading(options, syncFiles));
}

/** {@link loadConfig} of files that were read. */
export function configFrom<T>(options: ConfigOptions<T>, files: readonly ConfigFile[]): Config<T> {
  return runSteps(loading(options, files));
}

/**
 * {@link loadConfig} without blocking; the schema may be asynchronous too.
 *
 * @example
 * ```ts
 * const config = await loadConfigAsync({ envPrefix: "MYAPP" });
 * ```
 *
 * @param options - where it comes from, as for `loadConfig`.
 * @throws ConfigError with the code of what is wrong, as `loadConfig` does, but for ASYNC_SCHEMA; see docs/errors.md.
 */
export async function loadConfigAsync<T = ConfigTable>(options: ConfigOptions<T> = {}): Promise<Config<T>> {
  const files = await runStepsAsync(reading(options, asyncFiles));
  return runStepsAsync(loading(options, files));
}

/** The files that options name, or the default ones. */
export function filesOf(options: ConfigOptions<unknown>): FileToRead[] {
  const { env, prefix } = environmentOf(options);
  return options.files?.map((path) => ({ path, required: true })) ?? defaultFiles(env, prefix);
}

/** The files of a configuration for which none are named, the lowest first: the person's, then the folder's. */
function defaultFiles(env: Environment, envPrefix: string): FileToRead[] {
  return [
    { path: userConfigPath(env, envPrefix), required: Boolean(env[`${envPrefix}_CONFIG`]) },
    { path: `${envPrefix.toLowerCase()}.toml`, required: false },
  ];
}

function* reading(options: ConfigOptions<unknown>, access: FileAccess): Steps<ConfigFile[]> {
  const files: ConfigFile[] = [];
  for (const each of filesOf(options)) {
    const file = yield* readConfigFile(each, access);
    if (file) files.push(file);
  }
  return files;
}

function* loading<T>(options: ConfigOptions<T>, files: readonly ConfigFile[]): Steps<Config<T>> {
  for (const file of files) warnReadable(file);
  const assembled = assemble(options, files, {
    report(problem) {
      throw problem;
    },
  });
  return new Config(yield* checking(options.schema, assembled), assembled.layers, assembled.secrets);
}

import { type Assembled, assemble, surroundings } from "./assemble.ts";
import { asyncSchema, checking } from "./check-schema.ts";
import { Config } from "./config.ts";
import type { ConfigOptions } from "./config-options.ts";
import type { ConfigFile } from "./files/config-file.ts";
import { defaultFiles } from "./files/files-to-read.ts";
import { type FileToRead, readConfigFile, readConfigFileAsync } from "./files/read-config-file.ts";
import type { ConfigTable } from "./table.ts";
import { warnReadable } from "./warn-readable.ts";

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
  return present(filesOf(options).map(readConfigFile));
}

/** {@link loadConfig} of files that were read. */
export function configFrom<T>(options: ConfigOptions<T>, files: readonly ConfigFile[]): Config<T> {
  const assembled = assembleOrThrow(options, files);
  const checks = checking(options.schema, assembled);
  let check = checks.next();
  while (!check.done) {
    if (check.value instanceof Promise) {
      check.value.catch(() => {});
      throw asyncSchema();
    }
    check = checks.next(check.value);
  }
  return new Config(check.value, assembled.layers, assembled.secrets);
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
  const assembled = assembleOrThrow(options, present(await Promise.all(filesOf(options).map(readConfigFileAsync))));
  const checks = checking(options.schema, assembled);
  let check = checks.next();
  while (!check.done) check = checks.next(await check.value);
  return new Config(check.value, assembled.layers, assembled.secrets);
}

/** The files that options name, or the usual ones. */
export function filesOf(options: ConfigOptions<unknown>): FileToRead[] {
  const { env, prefix } = surroundings(options);
  return options.files?.map((path) => ({ path, required: true })) ?? defaultFiles(env, prefix);
}

function present(files: readonly (ConfigFile | undefined)[]): ConfigFile[] {
  return files.filter((file) => file !== undefined);
}

function assembleOrThrow(options: ConfigOptions<unknown>, files: readonly ConfigFile[]): Assembled {
  for (const file of files) warnReadable(file);
  return assemble(options, files, {
    report(problem) {
      throw problem;
    },
  });
}

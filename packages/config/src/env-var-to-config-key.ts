import { ConfigError } from "./config-error.ts";

/**
 * The keys that an environment variable sets: `KEYFOLD__SERVER__PORT` is `["server", "port"]`. Keys are lower case, those of secrets too
 * (Prefect 0.7 keeps the case of secrets, its page says lower case).
 *
 * @returns `undefined` for a variable that doesn't begin with the prefix and two underscores.
 * @throws ConfigError with code INVALID_VARIABLE when a key would be empty.
 */
export function envVarToConfigKey(variable: string, prefix: string): string[] | undefined {
  const start = `${prefix}__`;
  if (!variable.startsWith(start)) return undefined;
  const keys = variable.slice(start.length).toLowerCase().split("__");
  if (keys.every((key) => key !== "")) return keys;
  throw new ConfigError(
    "INVALID_VARIABLE",
    `The environment variable ${JSON.stringify(variable)} names no key.`,
    `Write ${start}SECTION__KEY, or unset it.`,
  );
}

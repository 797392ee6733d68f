import { homedir } from "node:os";
import { join } from "node:path";

/** Strings by variable name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process: the one place where it is read. */
export function processEnvironment(): Environment {
  return process.env;
}

/** What `~` stands for. */
export function homeFolder(env: Environment): string {
  return env.HOME || env.USERPROFILE || homedir();
}

/**
 * The person's own configuration file: `~/.keyfold/config.toml`, or the one that `KEYFOLD_CONFIG` names.
 *
 * @param env - the environment, of this process unless given.
 * @param envPrefix - `KEYFOLD` unless given; another one's file is `~/.prefix/config.toml`, or the one that `PREFIX_CONFIG` names.
 * @returns its path, whether it is there or not.
 */
export function userConfigPath(env: Environment = processEnvironment(), envPrefix = "KEYFOLD"): string {
  return env[`${envPrefix}_CONFIG`] || join(homeFolder(env), `.${envPrefix.toLowerCase()}`, "config.toml");
}

import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../expand-variables.ts";
import { processEnvironment } from "../process-environment.ts";
import type { FileToRead } from "./read-config-file.ts";

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

/** What `~` stands for. */
export function homeFolder(env: Environment): string {
  return env.HOME || env.USERPROFILE || homedir();
}

/** The files of a configuration for which none are named, the lowest first: the person's, then the folder's. */
export function defaultFiles(env: Environment, envPrefix: string): FileToRead[] {
  return [
    { path: userConfigPath(env, envPrefix), required: Boolean(env[`${envPrefix}_CONFIG`]) },
    { path: `${envPrefix.toLowerCase()}.toml`, required: false },
  ];
}

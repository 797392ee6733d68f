import { type Environment, userConfigPath } from "@keyfold/common/process-environment";
import type { FileToRead } from "./read-config-file.ts";

/** The files of a configuration for which none are named, the lowest first: the person's, then the folder's. */
export function defaultFiles(env: Environment, envPrefix: string): FileToRead[] {
  return [
    { path: userConfigPath(env, envPrefix), required: Boolean(env[`${envPrefix}_CONFIG`]) },
    { path: `${envPrefix.toLowerCase()}.toml`, required: false },
  ];
}

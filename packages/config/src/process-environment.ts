import type { Environment } from "./expand-variables.ts";

/** The environment of this process: the one place where it is read. */
export function processEnvironment(): Environment {
  return process.env;
}

import type { Config } from "@keyfold/config";

/** The names in `context.secrets`; also those that can't be enumerated, as all of a table where one is called toJSON. */
export function localNames(config: Config): string[] {
  const secrets = config.get("context.secrets") as Readonly<Record<string, unknown>>;
  return Object.getOwnPropertyNames(secrets).filter((name) => typeof secrets[name] !== "function");
}

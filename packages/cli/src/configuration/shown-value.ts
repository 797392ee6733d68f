import type { Config } from "@keyfold/config";

/** The value at a path as it can be shown, in JSON, which is how TOML spells most of it too; a secret as `<secret>`. */
export function shownValue(config: Config, path: string): string {
  const value = config.get(path);
  if (config.isSecret(path) && value !== "") return "<secret>";
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}

import type { Config } from "@keyfold/config";

/** The value that `[context.secrets]` has for a name, spelled exactly or in lower case; `undefined` if it has none. */
export function findLocalValue(config: Config, name: string): unknown {
  const secrets = config.get("context.secrets") as Readonly<Record<string, unknown>> | undefined;
  const found = [name, name.toLowerCase()].find((spelling) => secrets && Object.hasOwn(secrets, spelling));
  return found === undefined ? undefined : secrets?.[found];
}

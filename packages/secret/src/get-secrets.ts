import { type RevealOptions, revealSecret } from "./reveal-secret.ts";
import type { SecretName } from "./secret-names.ts";

/**
 * Reads many secrets, from a server in one request for each 1000.
 *
 * @example
 * ```ts
 * const { "db url": url, "stripe key": key } = await getSecrets(["db url", "stripe key"]);
 * ```
 *
 * @param names - in any order; a name that stands twice is read once.
 * @returns an object with each name and its value.
 * @throws what `Secret#get` throws, for the first name in the list that has no value.
 */
export async function getSecrets<const Name extends SecretName>(
  names: readonly Name[],
  options: RevealOptions = {},
): Promise<{ [Each in Name]: unknown }> {
  const results = await Promise.allSettled(
    names.map(async (name) => [name, await revealSecret(name, options)] as const),
  );
  const entries = results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
  return Object.fromEntries(entries) as { [Each in Name]: unknown };
}

/** Secrets for one test, without a file or a server. @packageDocumentation */

import { loadConfig } from "@keyfold/config";
import { Scope, storage } from "./scope.ts";

/**
 * Wraps a test, so that it runs in a context of its own: it finds the secrets given and no others (no configuration file, no
 * environment), and what it sets goes with it. Tests that run at the same time don't see each other's.
 *
 * @example
 * ```ts
 * test("charges the card", withSecrets({ "stripe key": "sk_test" }, async () => { … }));
 * ```
 *
 * @param secrets - by name, as they would stand under `[context.secrets]`.
 * @param fn - the test; its arguments and its result are passed on.
 * @returns the test to give to the runner.
 */
export function withSecrets<Args extends unknown[], Result>(
  secrets: Record<string, unknown>,
  fn: (...args: Args) => Result,
): (...args: Args) => Result {
  return (...args) => {
    const scope = Scope.root(() => loadConfig({ files: [], env: {} }));
    scope.update({ secrets });
    return storage.run(scope, () => fn(...args));
  };
}

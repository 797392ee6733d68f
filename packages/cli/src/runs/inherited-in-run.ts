import type { Config } from "@keyfold/config";
import { processEnvironment } from "../process-environment.ts";

/** A token of a person or a service, wherever it stands in a text. */
const teamToken = /keyfold_team_[\w-]{40,}/;

/**
 * The environment that a program in a run inherits: this one, without the tokens that open runs, whatever the variable
 * that holds one is called, and without what it says about another server.
 *
 * @param run - the run's own variables.
 */
export function inheritedInRun(config: Config, run: Readonly<Record<string, string>>): Record<string, string> {
  const own = String(config.get("cloud.token"));
  const passes = ([name, value = ""]: [string, string | undefined]): boolean =>
    !Object.hasOwn(run, name.toUpperCase()) && !teamToken.test(value) && (own === "" || !value.includes(own));
  return Object.fromEntries(Object.entries(processEnvironment()).filter(passes)) as Record<string, string>;
}

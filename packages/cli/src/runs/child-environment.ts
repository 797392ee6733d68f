import { configuredServer } from "@keyfold/common/configured-server";
import { type Environment, processEnvironment } from "@keyfold/common/process-environment";
import type { Config } from "@keyfold/config";
import { teamToken } from "../process-environment.ts";
import type { RunPlan } from "./plan.ts";
import type { ProgramRun, RunVariables } from "./server-run.ts";

/**
 * The environment of a program: this process's own, without other tokens where there is a run, and the variables of
 * `--prefect`, of `--env` and `--file`, and of the run.
 *
 * @param variables - those of `--env` and `--file`.
 */
export function childEnvironment(
  config: Config,
  { variables: ofRun }: ProgramRun,
  plan: RunPlan,
  variables: Readonly<Record<string, string>>,
): Environment {
  if (plan.broker !== undefined || plan.uses.length > 0) {
    return { ...withoutTokens(config, usesOnly, anyToken), ...variables };
  }
  if (ofRun === undefined) return { ...processEnvironment(), ...variables };
  return { ...withoutTokens(config, ofRun), ...(plan.prefect ? prefectVariables(ofRun) : {}), ...variables, ...ofRun };
}

/** By these a program that only uses secrets could open a run, or read in one. */
const usesOnly = {
  KEYFOLD__CLOUD__TOKEN: "",
  KEYFOLD__CLOUD__TOKEN_FILE: "",
};
/** A token of a person, a service or a run. */
const anyToken = /keyfold_(?:team|run)_[\w-]{40,}/;

/**
 * This process's environment without the tokens that open runs, whatever the variable that holds one is called,
 * without what a signed token could be got with, and without variables that differ from the run's only in case.
 *
 * @param ownNames - has the run's variables as its keys.
 */
function withoutTokens(config: Config, ownNames: object, token: RegExp = teamToken): Environment {
  const { token: own = "", identity = "" } = configuredServer(config);
  const ofIdentity = new Set([
    "ACTIONS_ID_TOKEN_REQUEST_URL",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    identity.replace(/^env:/, ""),
  ]);
  const passes = ([name, value = ""]: [string, string | undefined]): boolean =>
    !ofIdentity.has(name) &&
    !Object.hasOwn(ownNames, name.toUpperCase()) &&
    !token.test(value) &&
    (own === "" || !value.includes(own));
  return Object.fromEntries(Object.entries(processEnvironment()).filter(passes));
}

/** What makes the clients of Prefect 0.x and 1.x read in a run: each of them reads some of these. */
function prefectVariables({ KEYFOLD__CLOUD__URL: url, KEYFOLD__CLOUD__TOKEN: token }: RunVariables): Environment {
  const api = url.endsWith("/graphql") ? url : `${url}/graphql`;
  return {
    PREFECT__BACKEND: "cloud",
    PREFECT__CLOUD__API: api,
    PREFECT__CLOUD__GRAPHQL: api,
    PREFECT__CLOUD__AUTH_TOKEN: token,
    PREFECT__CLOUD__API_KEY: token,
    PREFECT__CLOUD__USE_LOCAL_SECRETS: "false",
  };
}

import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { configuredServer } from "@keyfold/common/configured-server";
import { type Environment, processEnvironment } from "@keyfold/common/process-environment";
import type { Config } from "@keyfold/config";
import { addToEnvironment, removeFromEnvironment, teamToken } from "../process-environment.ts";
import { expectRelays, hasTerminal, relays, runSecondProcess, statFields } from "./child-process.ts";
import type { RunPlan } from "./plan.ts";
import type { ProgramRun, RunVariables } from "./server-run.ts";

/**
 * Hides the token that opens runs where the environment of `keyfold run` holds it: a program may read its parent's first environment
 * (`/proc/PID/environ`), and is to get the run's token and no other. Where it can't be hidden in place, the command is started anew: the same process
 * goes on, with the tokens in its memory alone.
 *
 * As process 1 of a container it goes on as the child of a shell that passes signals on and reaps orphans, which Node can't.
 *
 * @returns what the process ends with, where another had to do its work: Node before 22.15 can't replace itself.
 */
export async function hideTokens(): Promise<number | undefined> {
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const env = processEnvironment();
  const hidden = takeOver(env) ? [] : namesOfTokens(env);
  const isInit = process.pid === 1;
  if (process.platform === "win32" || (!isInit && (hidden.length === 0 || hideVariables(hidden)))) return undefined;
  const data = JSON.stringify(crossing(env, hidden));
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => !hidden.includes(name)));
  if (process.execve === undefined || Buffer.byteLength(data) > maxCrossingBytes) {
    if (hidden.length === 0) return undefined;
    return runSecondProcess(command, { ...clean, [descriptorVariable]: "3" }, data);
  }
  const last = isInit ? ["/bin/sh", "-c", initScript(hasTerminal()), "keyfold", ...command] : command;
  const marks = { [dataVariable]: data, ...(isInit ? { [initVariable]: "1" } : {}) };
  return process.execve("/bin/sh", ["/bin/sh", "-c", crossingScript, "keyfold", ...last], { ...clean, ...marks });
}

/** Less than one variable may have. */
const maxCrossingBytes = 100_000;
const dataVariable = "KEYFOLD_RESTART_DATA";
const descriptorVariable = "KEYFOLD_RESTART_DESCRIPTOR";
const initVariable = "KEYFOLD_RESTART_INIT";

/** A here-document is a pipe, or a file without a name: what is in it has left the environment before Node starts again. */
const crossingScript = `exec 9<<END
$${dataVariable}
END
unset ${dataVariable}
export ${descriptorVariable}=9
exec "$@"`;

/** What the shell between can't hand on, or sets itself. */
const ofShells = ["PWD", "OLDPWD", "SHLVL", "_", "IFS", "PS1", "PS2", "PS4", "OPTIND", "OPTARG", "PPID", "LINENO"];

function crossing(env: Environment, hidden: readonly string[]): { set: Record<string, string>; unset: string[] } {
  const names = Object.keys(env).filter((name) => !/^[A-Za-z_]\w*$/.test(name));
  return {
    set: Object.fromEntries(
      [...hidden, ...names, ...ofShells].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
    ),
    unset: ofShells.filter((name) => env[name] === undefined),
  };
}

/** Takes what this process left for itself. @returns whether there was anything. */
function takeOver(env: Environment): boolean {
  const descriptor = Number(env[descriptorVariable]);
  if (env[initVariable] !== undefined) expectRelays();
  removeFromEnvironment([descriptorVariable, initVariable]);
  if (!(descriptor > 2)) return false;
  const { set, unset } = JSON.parse(readFileSync(descriptor, "utf8")) as ReturnType<typeof crossing>;
  closeSync(descriptor);
  removeFromEnvironment(unset);
  addToEnvironment(set);
  return true;
}

/** The variables that hold a token which opens runs, whatever they are called. */
function namesOfTokens(env: Environment): string[] {
  const own = Object.entries(env).find(([name]) => name.toUpperCase() === "KEYFOLD__CLOUD__TOKEN")?.[1] ?? "";
  const isOfPerson = own !== "" && !own.startsWith("keyfold_run_");
  const holds = (value = ""): boolean => teamToken.test(value) || (isOfPerson && value.includes(own));
  return Object.keys(env).filter((name) => holds(env[name]));
}

/** The first process of a container: starts the command, passes signals on to it, reaps whatever ends, and ends as it does. */
function initScript(terminal: boolean): string {
  const relayed: readonly (readonly [string, string])[] = terminal ? relays : [];
  const signals = ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"];
  const traps = signals.map((signal) => {
    const sent = relayed.find(([, each]) => each === signal)?.[0] ?? signal;
    return `trap 'kill -s ${sent.slice(3)} "$child"' ${signal.slice(3)}`;
  });
  return `exec 8<&0
"$@" <&8 8<&- &
child=$!
${traps.join("\n")}
exec 8<&- 9<&-
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || exit "$code"
done`;
}

/**
 * Takes variables out of what Linux shows of this process's first environment (`/proc/PID/environ`): it shows the memory that they came in, which is
 * emptied. The process keeps them, in memory of its own. That takes no time, where to start Node anew takes as long as all the rest.
 *
 * @returns whether none of their values is shown any more; else nothing is lost.
 */
function hideVariables(names: readonly string[]): boolean {
  const env = processEnvironment();
  const values = Object.fromEntries(names.map((name) => [name, String(env[name])]));
  removeFromEnvironment(names);
  addToEnvironment(values);
  try {
    const shown = readFileSync(environmentFile);
    emptyEntries(shown, names);
    const left = readFileSync(environmentFile);
    return !Object.values(values).some((value) => left.includes(value));
  } catch {
    return false;
  }
}

const environmentFile = "/proc/self/environ";

/** Writes zeros over variables of the first environment, if it is where Linux says that it is. */
function emptyEntries(shown: Buffer, names: readonly string[]): void {
  // The address of the first environment is the 50th field.
  const start = Number(statFields(process.pid)[47]);
  const memory = openSync("/proc/self/mem", "r+");
  try {
    for (let from = 0; from < shown.length; ) {
      const end = shown.indexOf(0, from);
      const entry = shown.subarray(from, end < 0 ? shown.length : end);
      if (names.some((name) => entry.indexOf(`${name}=`) === 0)) {
        const there = Buffer.alloc(entry.length);
        readSync(memory, there, 0, there.length, start + from);
        if (!there.equals(entry)) return;
        writeSync(memory, Buffer.alloc(entry.length), 0, entry.length, start + from);
      }
      from += entry.length + 1;
    }
  } finally {
    closeSync(memory);
  }
}

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

/** Variables by which a program that may only use secrets could open a run, or read in one. */
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

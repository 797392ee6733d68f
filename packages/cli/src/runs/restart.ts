import { closeSync, readFileSync } from "node:fs";
import { type Environment, processEnvironment } from "@keyfold/common/process-environment";
import { addToEnvironment, removeFromEnvironment, teamToken } from "../process-environment.ts";
import { hideVariables } from "./hide-variables.ts";
import { expectRelays, hasTerminal, relays } from "./typed-signals.ts";

/**
 * Hides the token that opens runs where the environment of `keyfold run` holds it: a program may read its parent's first environment
 * (`/proc/PID/environ`), and is to get the run's token and no other. Where it can't be hidden in place, the command is started anew: the same process
 * goes on, with the tokens in its memory alone.
 *
 * As process 1 of a container it goes on as the child of a shell that passes signals on and reaps orphans, which Node can't.
 *
 * @returns what the process ends with, where another had to do its work: Node before 22.15 can't replace itself.
 */
export async function restart(): Promise<number | undefined> {
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const env = processEnvironment();
  const hidden = takeOver(env) ? [] : namesOfTokens(env);
  const isInit = process.pid === 1;
  if (process.platform === "win32" || (!isInit && (hidden.length === 0 || hideVariables(hidden)))) return undefined;
  const data = JSON.stringify(crossing(env, hidden));
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => !hidden.includes(name)));
  if (process.execve === undefined || Buffer.byteLength(data) > maxCrossingBytes) {
    if (hidden.length === 0) return undefined;
    const { runSecondProcess } = await import("./second-process.ts");
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

import { spawnSync } from "node:child_process";
import type { BrokerSession, NetworkOptions, UseClient } from "@keyfold/broker";
import { type Environment, processEnvironment } from "@keyfold/common/process-environment";
import { note } from "../terminal/print.ts";
import type { RunPlan } from "./plan.ts";
import { type Guard, openSecretFiles } from "./secret-files.ts";

/** The broker of a program that uses secrets without holding them. */
export interface ProgramBroker {
  /** What leads the program to it, and its placeholders. */
  readonly variables: Readonly<Record<string, string>>;
  /** Ends every connection of the program. */
  close(): Promise<void>;
}

/** Warns of uses that can't work, before anything is started. */
export async function warnOfUses({ uses, json }: Pick<RunPlan, "uses" | "json">): Promise<void> {
  if (uses.length === 0) return;
  const { warningsFor } = await import("@keyfold/broker");
  for (const warning of warningsFor(uses)) note(warning, { json });
}

/**
 * Starts the broker of a program. The files of its authority go with this process, even if it is killed.
 *
 * @param client - asks the server in the program's run.
 */
export async function startProgramBroker(
  { uses, only }: RunPlan,
  client: UseClient,
  guard: Guard,
): Promise<ProgramBroker> {
  const { startBroker } = await import("@keyfold/broker");
  forbidCoreDumps();
  const broker = await startBroker({ client, uses, only, ...networkOf(processEnvironment()) });
  const placeholders = uses.map(({ variable, name }) => [variable, broker.placeholders[name] ?? ""]);
  return programBroker({ ...broker, variables: Object.fromEntries(placeholders) }, guard);
}

/**
 * Opens a session at a broker elsewhere.
 *
 * @throws BrokerError with code NO_SESSION.
 */
export async function joinBroker(url: string, plan: RunPlan, guard: Guard): Promise<ProgramBroker> {
  const { openBrokerSession } = await import("@keyfold/broker");
  const onOver = (message: string): void => note(`the program can't use secrets any more. ${message}`, plan);
  return programBroker(await openBrokerSession(url, onOver), guard);
}

async function programBroker(broker: BrokerSession, guard: Guard): Promise<ProgramBroker> {
  const { programAuthorities, programVariables } = await import("@keyfold/broker");
  const environment = processEnvironment();
  const files = openSecretFiles(guard);
  const { added, all } = programAuthorities(broker, environment);
  const paths = { added: files.write("added.pem", added), all: files.write("all.pem", all) };
  return {
    variables: { ...programVariables(broker, environment, paths), ...broker.variables },
    close: async () => {
      await broker.close();
      files.remove();
    },
  };
}

/** The program may end this process in a way that would write its memory to a file. */
function forbidCoreDumps(): void {
  if (process.platform === "linux")
    spawnSync("prlimit", ["--pid", String(process.pid), "--core=0:0"], { stdio: "ignore" });
}

/** How a broker reaches hosts: as this process's environment says. */
export function networkOf(environment: Environment): NetworkOptions {
  const { HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy, NO_PROXY, no_proxy } = environment;
  return {
    authorityFiles: [environment.NODE_EXTRA_CA_CERTS, environment.SSL_CERT_FILE],
    outerProxy: HTTPS_PROXY || https_proxy || ALL_PROXY || all_proxy,
    noProxy: NO_PROXY || no_proxy,
  };
}

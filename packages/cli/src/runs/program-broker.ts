import { spawnSync } from "node:child_process";
import type { Broker, UseClient } from "@keyfold/broker";
import { processEnvironment } from "@keyfold/common/process-environment";
import { networkOf } from "../broker/network.ts";
import { CommandError } from "../terminal/command-error.ts";
import type { RunPlan } from "./plan.ts";
import { openSecretFiles } from "./secret-files.ts";

/** The broker of a program that uses secrets without holding them. */
export interface ProgramBroker {
  /** What leads the program to it, and its placeholders. */
  readonly variables: Readonly<Record<string, string>>;
  /** Ends every connection of the program. */
  close(): Promise<void>;
}

/**
 * Starts the broker of a program. The files of its authority go with this process, even if it is killed.
 *
 * @param client - asks the server in the program's run.
 */
export async function startProgramBroker(plan: RunPlan, client: UseClient | undefined): Promise<ProgramBroker> {
  if (client === undefined)
    throw new CommandError("NO_SERVER", "There is no run to use secrets in.", "Log in: keyfold login URL");
  const { uses, only } = plan;
  const { startBroker } = await import("@keyfold/broker");
  forbidCoreDumps();
  const broker = await startBroker({ client, uses, only, ...networkOf(processEnvironment()) });
  const placeholders = uses.map(({ variable, name }) => [variable, broker.placeholders[name] ?? ""]);
  return programBroker(broker, Object.fromEntries(placeholders));
}

async function programBroker(broker: Broker, placeholders: Readonly<Record<string, string>>): Promise<ProgramBroker> {
  const { programAuthorities, programVariables } = await import("@keyfold/broker");
  const environment = processEnvironment();
  const files = openSecretFiles();
  const { added, all } = programAuthorities(broker, environment);
  const paths = { added: files.write("added.pem", added), all: files.write("all.pem", all) };
  return {
    variables: { ...programVariables(broker, environment, paths), ...placeholders },
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

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { record } from "@tooling/vitest/canary";

const run = promisify(execFile);

export interface InstalledServer {
  url: string;
  adminToken: string;
  stop(): Promise<void>;
}

/** Starts the `keyfold-server` that a project has installed, over a new data folder inside the project. */
export async function startInstalledServer(project: string): Promise<InstalledServer> {
  const command = join(project, "node_modules/.bin/keyfold-server");
  const data = join(project, "data");
  const options = { cwd: project, env: { PATH: process.env.PATH ?? "", HOME: project } };
  const { stdout } = await run(process.execPath, [command, "init", "--data", data, "--json"], options);
  const { token } = JSON.parse(stdout) as { token: string };
  const child = spawn(process.execPath, [command, "start", "--data", data, "--listen", "127.0.0.1:0"], {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const ended = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listening on (http:\/\/\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    const stop = async (): Promise<void> => {
      child.kill();
      await ended;
      record("installed-server", complaint);
    };
    return { url, adminToken: token, stop };
  }
  throw new Error(`The server ended before it listened: ${complaint}`);
}

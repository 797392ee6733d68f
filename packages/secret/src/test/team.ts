import { type Client, createClient } from "@keyfold/client";
import { startServer } from "@tooling/vitest/processes";
import { cloud, configure } from "./configure.ts";

/** A real server, its admin, and a runner's token. */
export interface Team {
  url: string;
  admin: Client;
  runnerToken: string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a real server that holds these secrets; it stops when the test ends. */
export async function startTeam(secrets: Record<string, unknown> = {}): Promise<Team> {
  const { url, adminToken, stop } = await startServer();
  const admin = createClient({ url, token: adminToken });
  for (const [name, value] of Object.entries(secrets)) await admin.setSecret({ name, value });
  const { token } = await admin.createToken({ name: "worker", role: "runner" });
  return { url, admin, runnerToken: token, stop };
}

/** {@link startTeam}, and the rest of the test reads from it as a process that may open runs. */
export async function startTeamOfRunner(secrets: Record<string, unknown> = {}): Promise<Team> {
  const team = await startTeam(secrets);
  configure("", cloud(team.url, team.runnerToken));
  return team;
}

/** How many of the team's runs are live. */
export async function liveRuns({ admin }: Team): Promise<number> {
  const runs = await admin.runs();
  return runs.filter(({ live }) => live).length;
}

import { type Client, createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { type Finished, runKeyfold } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { keyfoldInTerminal, type Session, type Typing } from "./in-terminal.ts";
import { newTeam, type Team } from "./shared-server.ts";

/** Somebody with a home folder, and the token of a real server in the environment unless it is taken out. */
export interface Person {
  home: string;
  env: Record<string, string>;
  /** Types a command as a script does; `input` is what it reads. */
  keyfold(args: readonly string[], input?: string): Promise<Finished>;
  /** Types it in a terminal. */
  inTerminal(args: readonly string[], typing?: readonly Typing[], command?: readonly string[]): Promise<Session>;
}

/** A person without any server. */
export function person(env: Record<string, string> = {}): Person {
  const home = temporaryFolder();
  const all = { HOME: home, ...env };
  return {
    home,
    env: all,
    keyfold: (args, input) => runKeyfold(args, { env: all, cwd: home, ...(input === undefined ? {} : { input }) }),
    inTerminal: (args, typing, command) => keyfoldInTerminal(args, all, typing, command),
  };
}

/** A person whose environment has the admin token of a team of its own on a real server. */
export interface Admin extends Person {
  team: Team;
  /** Speaks with the server as that admin. */
  client: Client;
}

/** Somebody who may do everything in a new team. */
export async function admin(env: Record<string, string> = {}): Promise<Admin> {
  const team = await newTeam();
  return { ...person({ ...cloud(team.url, team.token), ...env }), team, client: team.client };
}

/** What points a process at a server. */
export function cloud(url: string, token: string): Record<string, string> {
  return { KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false", KEYFOLD__CLOUD__URL: url, KEYFOLD__CLOUD__TOKEN: token };
}

/** The value that a server holds, read in a run. */
export async function valueOn({ team, client }: Admin, name: string): Promise<unknown> {
  const { token } = await client.openRun({ ttlSeconds: 60 });
  return createClient({ url: team.url, token }).secretValue(name);
}

/** A real server with secrets, and a person whose environment has a runner's token for it, and the canary in CANARY. */
export async function runner(secrets: Record<string, unknown> = {}, env: Record<string, string> = {}): Promise<Admin> {
  const ada = await admin();
  for (const [name, value] of Object.entries(secrets)) await ada.client.setSecret({ name, value });
  const { token } = await ada.client.createToken({ name: "nightly", role: "runner" });
  return { ...ada, ...person({ ...cloud(ada.team.url, token), CANARY: canary, ...env }) };
}

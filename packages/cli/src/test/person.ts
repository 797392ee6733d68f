import { type Client, createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { type Finished, type RunningServer, runKeyfold, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { keyfoldInTerminal, type Session, type Typing } from "./in-terminal.ts";

/** Somebody with a home folder, and the token of a real server in the environment unless it is taken out. */
export interface Person {
  home: string;
  env: Record<string, string>;
  /** Types a command as a script does; `input` is what it reads. */
  keyfold(args: readonly string[], input?: string): Promise<Finished>;
  /** Types it in a terminal. */
  inTerminal(args: readonly string[], typing?: readonly Typing[]): Promise<Session>;
}

/** A person without any server. */
export function person(env: Record<string, string> = {}): Person {
  const home = temporaryFolder();
  const all = { HOME: home, ...env };
  return {
    home,
    env: all,
    keyfold: (args, input) => runKeyfold(args, { env: all, cwd: home, ...(input === undefined ? {} : { input }) }),
    inTerminal: (args, typing) => keyfoldInTerminal(args, all, typing),
  };
}

export interface Admin extends Person {
  server: RunningServer;
  client: Client;
}

/** A person whose environment has the admin token of a real server. */
export async function admin(env: Record<string, string> = {}): Promise<Admin> {
  const server = await startServer();
  const client = createClient({ url: server.url, token: server.adminToken });
  return { ...person({ ...cloud(server.url, server.adminToken), ...env }), server, client };
}

/** What points a process at a server. */
export function cloud(url: string, token: string): Record<string, string> {
  return { KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false", KEYFOLD__CLOUD__URL: url, KEYFOLD__CLOUD__TOKEN: token };
}

/** The value that a server holds, read in a run. */
export async function valueOn({ server, client }: Admin, name: string): Promise<unknown> {
  const { token } = await client.openRun({ ttlSeconds: 60 });
  return createClient({ url: server.url, token }).secretValue(name);
}

/** A real server with secrets, and a person whose environment has a runner's token for it, and the canary in CANARY. */
export async function runner(secrets: Record<string, unknown> = {}, env: Record<string, string> = {}): Promise<Admin> {
  const ada = await admin();
  for (const [name, value] of Object.entries(secrets)) await ada.client.setSecret({ name, value });
  const { token } = await ada.client.createToken({ name: "nightly", role: "runner" });
  return { ...ada, ...person({ ...cloud(ada.server.url, token), CANARY: canary, ...env }) };
}

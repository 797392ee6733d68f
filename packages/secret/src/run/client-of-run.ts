import type { Client, ClientOptions } from "@keyfold/client";
import { context } from "@keyfold/context";
import type { Run } from "./run.ts";

const clients = new WeakMap<Run, Promise<Client>>();

/** The client that speaks for a run. Loading it is what local secrets never do. */
export function clientOfRun(run: Run): Promise<Client> {
  let client = clients.get(run);
  if (!client) {
    client = open({ ...(run.url === undefined ? {} : { url: run.url }), token: run.token });
    clients.set(run, client);
  }
  return client;
}

/** The client that speaks for the configured token, to open runs with. */
export function configuredClient(): Promise<Client> {
  return open({});
}

/** What is not given is what the configuration in force says. */
async function open(options: ClientOptions): Promise<Client> {
  const { config } = context;
  const { createClient } = await import("@keyfold/client");
  return createClient({ config, ...options });
}

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { record } from "@tooling/vitest/canary";
import type { AtEnd } from "@tooling/vitest/temporary-folder";
import { afterAll, onTestFinished } from "vitest";
import type { ServerOptions } from "../src/server-options.ts";
import { type TestServer, testServer } from "./test-server.ts";

export interface ListeningServer extends TestServer {
  port: number;
  /** Posts bytes as they are, and gives the status and the first error's code. */
  post(body: string | Uint8Array, token?: string): Promise<{ status: number; code: string | undefined; text: string }>;
  /** A connection of its own, closed when the test ends. */
  socket(): Promise<Socket>;
}

/** A test server that listens on a port of this machine. */
export async function listeningServer(options: Partial<ServerOptions> = {}, atEnd?: AtEnd): Promise<ListeningServer> {
  const server = await testServer(options, undefined, atEnd);
  const url = await server.server.listen({ host: "127.0.0.1", port: 0 });
  const port = Number(new URL(url).port);
  return {
    ...server,
    port,
    post: async (body, token = server.admin) => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
      const response = await fetch(`${url}/graphql`, { method: "POST", headers, body });
      const text = await response.text();
      record("hostile-answers", text.slice(0, 10_000));
      return { status: response.status, code: JSON.parse(text).errors?.[0]?.extensions.code, text };
    },
    socket: async () => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      onTestFinished(() => void socket.destroy());
      await once(socket, "connect");
      return socket;
    },
  };
}

/** One listening server for the tests of a file or a group that leave no data: starts with the first, and ends after the last. */
export function sharedServer(options: Partial<ServerOptions> = {}): () => Promise<ListeningServer> {
  let started: Promise<ListeningServer> | undefined;
  const ends: Parameters<AtEnd>[0][] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  return () => (started ??= listeningServer(options, (end) => ends.push(end)));
}

export function documentBody(query: string): string {
  return JSON.stringify({ query });
}

/** The body of a `setSecret` of the name `n`, with the value's JSON as it is. */
export function setBody(value: string): string {
  const query = 'mutation ($v: JSON) { setSecret(input: { name: "n", value: $v }) { success } }';
  return `{"query": ${JSON.stringify(query)}, "variables": {"v": ${value}}}`;
}

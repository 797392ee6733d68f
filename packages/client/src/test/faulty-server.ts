import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

export interface FaultyServer {
  url: string;
  /** Every request so far. */
  seen: { path: string; headers: IncomingHttpHeaders; body: string }[];
}

export type Fault = (response: ServerResponse) => void;

/** A server on a real socket that gives each request the next of these answers, and the last one from then on. */
export async function faultyServer(...faults: Fault[]): Promise<FaultyServer> {
  return listen(0, ...faults);
}

/** {@link faultyServer} on a port of the test's choice. */
export async function listen(port: number, ...faults: Fault[]): Promise<FaultyServer> {
  const seen: FaultyServer["seen"] = [];
  const answer: RequestListener = async (request, response) => {
    const body = await text(request);
    const fault = faults[Math.min(seen.length, faults.length - 1)];
    seen.push({ path: String(request.url), headers: request.headers, body });
    fault?.(response);
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** An answer with a body, of JSON unless it is a text. */
export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Fault {
  const [type, sent] =
    typeof body === "string" ? ["text/html", body] : ["application/json; charset=utf-8", JSON.stringify(body)];
  return (response) => response.writeHead(status, { "content-type": type, ...headers }).end(sent);
}

/** The answer to `secretNames`. */
export const noNames: Fault = answer(200, { data: { secret: [] } });

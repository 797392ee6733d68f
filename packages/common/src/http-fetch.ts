import type { IncomingMessage } from "node:http";
import { isLoopback } from "./loopback.ts";
import { readAll } from "./read-all.ts";

type Http = typeof import("node:http");

/**
 * Node's client of HTTP. To import it makes Node load its own fetch, for the sake of three names that are exported there; to get it this way,
 * in Node 22.3 and newer, doesn't.
 */
async function httpOf(protocol: string): Promise<Http> {
  const name = protocol === "https:" ? "node:https" : "node:http";
  return ((process.getBuiltinModule as ((name: string) => unknown) | undefined)?.(name) ??
    (await import(name))) as Http;
}

const direct = new Map<string, InstanceType<Http["Agent"]>>();

/** Connections to this machine itself, which are never made through a proxy: it would get the token in clear. */
function directAgent(url: URL, { Agent }: Http): InstanceType<Http["Agent"]> | undefined {
  if (!isLoopback(url.hostname)) return undefined;
  const agent = direct.get(url.protocol) ?? new Agent({ keepAlive: true });
  direct.set(url.protocol, agent);
  return agent;
}

/** How long the text of a response may be, in bytes. */
const maxBytes = 256 * 1024 * 1024;

/**
 * What the client needs of `fetch`, over `node:http`, which starts several times as fast as Node's own and takes a third of the time. It follows
 * no redirect, and sends nothing for this machine itself through a proxy. The body of a response must be read or cancelled.
 *
 * @throws TypeError with the reason as its `cause`, as `fetch` does; the signal's reason when it aborts.
 */
export const httpFetch = (async (input, init = {}) => {
  const url = new URL(input instanceof URL ? input : String(input));
  const http = await httpOf(url.protocol);
  const agent = directAgent(url, http);
  const { signal, method = "GET", body } = init;
  return orFetchFailed(signal, async () => {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = init.headers as Record<string, string>;
      const sent = http.request(url, { method, headers, ...(agent ? { agent } : {}), ...(signal ? { signal } : {}) });
      // As fetch in Node does: the audit log keeps what a caller says it is.
      if (!sent.hasHeader("user-agent")) sent.setHeader("user-agent", "node");
      sent.on("response", resolve);
      sent.on("error", reject);
      // Without an error where the server changes to another protocol.
      sent.on("close", () => reject(new Error("The connection was closed.")));
      sent.end(body ?? undefined);
    });
    const status = message.statusCode ?? 0;
    const response = {
      ok: status >= 200 && status < 300,
      status,
      url: url.href,
      headers: { get: (name: string) => message.headers[name.toLowerCase()]?.toString() ?? null },
      body: bodyOf(message),
      text: () => orFetchFailed(signal, () => textOf(message)),
    };
    return response as unknown as Response;
  });
}) as typeof fetch;

async function orFetchFailed<T>(signal: AbortSignal | null | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw signal?.aborted ? signal.reason : new TypeError("fetch failed", { cause });
  }
}

/** What the client needs of a `ReadableStream`. */
function bodyOf(message: IncomingMessage): Pick<ReadableStream<Uint8Array>, "cancel"> & { getReader(): object } {
  const cancel = async (): Promise<void> => void message.destroy();
  return {
    cancel,
    getReader: () => {
      const chunks = message[Symbol.asyncIterator]();
      return { read: () => chunks.next(), cancel };
    },
  };
}

async function textOf(message: IncomingMessage): Promise<string> {
  const bytes = await readAll(message, maxBytes, () => new Error(`The response has more than ${maxBytes} bytes.`));
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

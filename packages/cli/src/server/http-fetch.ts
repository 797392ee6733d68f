import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";

/**
 * To import `node:http` makes Node load its own fetch, for the sake of three names that are exported there; to require
 * it doesn't.
 */
const require = createRequire(import.meta.url);

/** The most that an answer may hold, in bytes. */
const largestAnswer = 256 * 1024 * 1024;

/**
 * What the client needs of `fetch`, over `node:http`, which starts several times as fast as Node's own. It follows no
 * redirect, and the answer has been read to its end.
 *
 * @throws TypeError with the reason as its `cause`, as `fetch` does; the signal's reason when it aborts.
 */
export const httpFetch = (async (input, init = {}) => {
  const url = new URL(input instanceof URL ? input : String(input));
  const { request } = require(url.protocol === "https:" ? "node:https" : "node:http") as typeof import("node:http");
  const { signal, method = "GET", body } = init;
  try {
    return await new Promise<Response>((resolve, reject) => {
      const headers = init.headers as Record<string, string>;
      const sent = request(url, { method, headers, ...(signal ? { signal } : {}) });
      sent.on("response", (answer) => readAnswer(answer, url).then(resolve, reject));
      sent.on("error", reject);
      sent.end(body ?? undefined);
    });
  } catch (cause) {
    throw signal?.aborted ? signal.reason : new TypeError("fetch failed", { cause });
  }
}) as typeof fetch;

async function readAnswer(answer: IncomingMessage, url: URL): Promise<Response> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestAnswer) throw new Error(`The answer has more than ${largestAnswer} bytes.`);
    chunks.push(chunk);
  }
  const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  const status = answer.statusCode ?? 0;
  const response = {
    ok: status >= 200 && status < 300,
    status,
    url: url.href,
    headers: { get: (name: string) => answer.headers[name.toLowerCase()]?.toString() ?? null },
    text: async () => text,
  };
  return response as unknown as Response;
}

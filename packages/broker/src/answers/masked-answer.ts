import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import { type Duplex, pipeline, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { Redactor } from "@keyfold/common/redaction/redactor";
import { endToEnd, type HeaderList, headerOf, toObject } from "../headers.ts";
import type { HostAnswer } from "../network/host-connections.ts";
import { decodersFor } from "./decode.ts";

/** A request of the program. */
export type ProgramRequest = IncomingMessage | Http2ServerRequest;
/** Where its answer goes; Node's of HTTP/2 has the same methods. */
export type ProgramResponse = ServerResponse;

/** What the body's new length and encoding make untrue, and what leads past the broker. */
const replaced = ["content-length", "content-encoding", "content-md5", "digest", "content-digest", "accept-ranges"];

/**
 * Gives a host's answer on with every value masked, as fast as the program takes it.
 *
 * @throws BrokerError with code ANSWER_NOT_MASKED, before anything is given on.
 */
export async function sendMasked(
  answer: HostAnswer,
  method: string,
  response: ProgramResponse,
  redactor: Redactor,
): Promise<void> {
  const headers = maskHeaders(endToEnd(answer.headers, replaced), redactor);
  const isEmpty = method === "HEAD" || answer.status === 204 || answer.status === 304;
  const encoding = headerOf(answer.headers, "content-encoding");
  // Without a body there is nothing to decode, whatever the headers say.
  const first = isEmpty || encoding === undefined ? undefined : await firstByte(answer.body);
  const decoders = first === undefined ? [] : decodersFor(encoding, first);
  response.writeHead(answer.status, toObject(headers));
  if (isEmpty) {
    answer.body.resume();
    response.end();
    return;
  }
  const sendHead = holdHead(response);
  try {
    const masker = redactor.masker();
    for await (const chunk of decoded(answer.body, decoders)) await write(response, masker.write(chunk));
    const trailers = maskHeaders(endToEnd(answer.trailers()), redactor);
    if (trailers.length > 0) response.addTrailers(toObject(trailers) as Record<string, string>);
    response.end(masker.end());
  } finally {
    clearImmediate(sendHead);
  }
  await finished(response);
}

/** Has the headers go out along with what of the body is there at once, or alone: a stream of events may have nothing for a while. */
function holdHead(response: ProgramResponse): NodeJS.Immediate {
  response.cork();
  return setImmediate(() => {
    response.flushHeaders();
    response.uncork();
  });
}

function decoded(body: Readable, decoders: readonly Duplex[]): AsyncIterable<Buffer> {
  const last = decoders.at(-1);
  // Whoever reads the last stream has the error.
  if (last !== undefined) pipeline([body, ...decoders], () => {});
  return last ?? body;
}

/** Writes some bytes, and waits where they are more than the program has taken. */
async function write(response: ProgramResponse, bytes: Buffer): Promise<void> {
  if (bytes.length === 0 || response.write(bytes)) return;
  await new Promise<void>((resolve, reject) => {
    const taken = (): void => {
      response.off("close", gone);
      resolve();
    };
    const gone = (): void => {
      response.off("drain", taken);
      reject(new Error("the program is gone"));
    };
    response.once("drain", taken).once("close", gone);
  });
}

/** Headers with every value masked, in names, too. */
export function maskHeaders(headers: HeaderList, redactor: Redactor): HeaderList {
  // In most there is no value: one search says so of all. No spelling goes on over a zero byte.
  const all = headers.flat().join("\0");
  if (redactor.mask(all) === all) return headers;
  return headers.flatMap(([name, value]) =>
    redactor.mask(name) === name ? [[name, redactor.mask(value)] as const] : [],
  );
}

/** Waits for the first byte of a body without taking it; undefined for an empty one. */
async function firstByte(body: Readable): Promise<number | undefined> {
  for (;;) {
    const chunk = body.read() as Buffer | null;
    if (chunk !== null && chunk.length > 0) {
      body.unshift(chunk);
      return chunk[0];
    }
    if (body.readableEnded) return undefined;
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error): void => {
        for (const name of ["readable", "end", "close"]) body.off(name, settle);
        body.off("error", settle);
        if (error instanceof Error) reject(error);
        else resolve();
      };
      for (const name of ["readable", "end", "close", "error"]) body.once(name, settle);
    });
    if (body.destroyed && !body.readableEnded) return undefined;
  }
}

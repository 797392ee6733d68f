import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import type { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
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
  // A stream of events may have none for a while.
  response.flushHeaders();
  await pipeline([answer.body, ...decoders, redactor.stream(), response], { end: false });
  const trailers = maskHeaders(endToEnd(answer.trailers()), redactor);
  if (trailers.length > 0) response.addTrailers(toObject(trailers) as Record<string, string>);
  response.end();
  await finished(response);
}

/** Headers with every value masked, in names, too. */
export function maskHeaders(headers: HeaderList, redactor: Redactor): HeaderList {
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

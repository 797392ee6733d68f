import type { Socket } from "node:net";
import type { Logger } from "pino";
import { formatErrors } from "../graphql/format-errors.ts";
import { ServerError } from "../server-error.ts";

/**
 * Answers what never became a request: bytes that are no HTTP, headers that are too large, a request that takes too
 * long. Node keeps what was sent in the error, secrets and all, so no more than its code is logged.
 */
export function answerBrokenRequest(log: Logger, error: { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  log.debug({ code: error.code }, "a connection sent no whole request");
  const [status, refusal] = refusalOf(error.code);
  const body = JSON.stringify({ data: null, errors: formatErrors(refusal, "", () => {}) });
  const head = [
    `HTTP/1.1 ${status}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  if (socket.writable) socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
  else socket.destroy();
}

function refusalOf(code: string | undefined): [status: string, error: ServerError] {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    const error = new ServerError("LIMIT_EXCEEDED", "The request took too long to arrive.", "Send it at once.");
    return ["408 Request Timeout", error];
  }
  if (code === "HPE_HEADER_OVERFLOW") {
    const error = new ServerError("UNAUTHENTICATED", "The request's headers are too large.", "Send fewer of them.");
    return ["431 Request Header Fields Too Large", error];
  }
  const error = new ServerError("BAD_INPUT", "This is not a request of HTTP.", "The API is POST /graphql.");
  return ["400 Bad Request", error];
}

import type { IncomingMessage } from "node:http";
import { canonicalHost, canonicalPath } from "@keyfold/common/uses";
import { acceptedEncodings } from "../answers/decode.ts";
import type { ProgramRequest } from "../answers/masked-answer.ts";
import { BrokerError } from "../broker-error.ts";
import { endToEnd, fromObject, fromRaw, type HeaderList, headerOf, twice } from "../headers.ts";

/** A program's request to a host in use, checked. */
export interface AskedRequest {
  readonly method: string;
  /** As it came, without the query. */
  readonly rawPath: string;
  /** Canonical; undefined where servers differ in what they take it for. */
  readonly path: string | undefined;
  /** With its `?`; empty without one. */
  readonly query: string;
  /** Those that are sent on, without Host. */
  readonly headers: HeaderList;
  readonly hasBody: boolean;
}

/**
 * What is not sent on: the host is the one of the connection, half a value could not be masked, and encodings are those that
 * can be undone.
 */
const dropped = [
  "host",
  "expect",
  "range",
  "if-range",
  "accept-encoding",
  "accept-charset",
  "te",
  "sec-websocket-extensions",
];

/**
 * Reads what a program asks of a host in use.
 *
 * @param host - the one that the connection was made for, canonical.
 * @throws BrokerError with code BAD_REQUEST for what servers could read in two ways, and for another host.
 */
export function readAskedRequest(request: ProgramRequest, host: string): AskedRequest {
  const isHttp2 = request.httpVersionMajor === 2;
  const list = isHttp2 ? fromObject(request.headers) : fromRaw((request as IncomingMessage).rawHeaders);
  const method = request.method ?? "";
  const [, rawPath, query = ""] = /^(\/[^?#]*)(\?[^#]*)?$/.exec(request.url ?? "") ?? [];
  if (rawPath === undefined || !/^[!-~]*$/.test(rawPath + query)) throw badRequest("its target is not a path");
  const repeated = twice(list);
  if (repeated !== undefined) throw badRequest(`it has the header ${repeated} twice`);
  const named = [request.headers[":authority"], headerOf(list, "host")].filter((one) => one !== undefined);
  if (named.length === 0 || named.some((one) => one !== host && canonicalHost(String(one)) !== host)) {
    throw badRequest("its Host is not the one that the connection was made for");
  }
  const length = headerOf(list, "content-length");
  const hasBody = isHttp2
    ? "stream" in request && !request.stream.endAfterHeaders
    : length !== undefined
      ? length !== "0"
      : headerOf(list, "transfer-encoding") !== undefined;
  const trailersToo: HeaderList = /\btrailers\b/i.test(headerOf(list, "te") ?? "") ? [["te", "trailers"]] : [];
  const headers = [...endToEnd(list, dropped), ["Accept-Encoding", acceptedEncodings] as const];
  return {
    method,
    rawPath,
    path: canonicalPath(rawPath),
    query,
    headers: isHttp2 ? [...headers, ...trailersToo] : headers,
    hasBody,
  };
}

function badRequest(why: string): BrokerError {
  return new BrokerError(
    "BAD_REQUEST",
    `The request was refused, because ${why}.`,
    "Send an ordinary request to one host.",
  );
}

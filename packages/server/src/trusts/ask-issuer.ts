import { lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { readAll } from "@keyfold/common/read-all";
import { hostOf, readHttpUrl } from "../settings/http-url.ts";
import { isPublicAddress } from "./public-addresses.ts";

/** How an issuer is asked. */
export interface AskOptions {
  /** Bytes of the answer, at most. */
  readonly maxBytes: number;
  /** How long it may take in all, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether addresses are asked that are not public. */
  readonly anywhere: boolean;
  /** Resolves names; default the system's. */
  readonly lookup?: LookupFunction;
}

/** What an issuer is sent. */
export interface IssuerRequest {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** What an issuer answers, received to its end. */
export interface IssuerResponse {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/**
 * Sends a request to an issuer: over https, or http on loopback, without following a redirect. The connection goes to the
 * address that was checked, so a name that then resolves to another gains nothing.
 *
 * @throws Error that says why there is no answer; for the server's own log.
 */
export async function sendToIssuer(
  url: string,
  { method, headers, body: sentBody }: IssuerRequest,
  { maxBytes, timeoutMs, anywhere, lookup }: AskOptions,
): Promise<IssuerResponse> {
  const target = readHttpUrl(url);
  if (target === undefined) throw new Error(`${shown(url)} is not a URL of https, or of http on loopback`);
  const host = hostOf(target);
  if (!anywhere && isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(host);
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = target.protocol === "https:" ? httpsRequest : httpRequest;
    const sent = { ...headers, "accept-encoding": "identity" };
    const pinned = anywhere ? lookup : publicOnly(lookup ?? systemLookup);
    // No connection is shared: another's could lead to an address that was not checked for this one.
    const options = { method, headers: sent, signal, agent: false, ...(pinned && { lookup: pinned }) } as const;
    send(target, options, resolve).on("error", reject).end(sentBody);
  });
  try {
    const tooMany = (): Error => new Error(`the answer has more than ${maxBytes} bytes`);
    const body = (await readAll(response, maxBytes, tooMany)).toString("utf8");
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  } finally {
    response.destroy();
  }
}

/**
 * Gets JSON from an issuer.
 *
 * @throws Error that says why there is none; for the server's own log.
 */
export async function askIssuer(url: string, options: AskOptions): Promise<unknown> {
  const request = { method: "GET", headers: { accept: "application/json" } } as const;
  const { status, body } = await sendToIssuer(url, request, options);
  if (status !== 200) throw new Error(`${shown(url)} answered with the status ${status}`);
  return JSON.parse(body);
}

/** Resolves a name once, for the check and for the connection. */
function publicOnly(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, "");
      const addresses = Array.isArray(found) ? found : [];
      const [first] = addresses;
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (first === undefined || refused !== undefined) return callback(notPublic(refused?.address ?? "nothing"), "");
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

function notPublic(address: string): Error {
  return new Error(`${address} is not a public address: list the issuer in server.trust_issuers if it is meant`);
}

function shown(url: string): string {
  return url.slice(0, 200);
}

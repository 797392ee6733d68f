import { lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
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

/**
 * Gets JSON from an issuer: https, or http on loopback, without a redirect. The connection goes to the address that was
 * checked, so a name that then resolves to another gains nothing.
 *
 * @throws Error that says why there is none; for the server's own log.
 */
export async function askIssuer(url: string, { maxBytes, timeoutMs, anywhere, lookup }: AskOptions): Promise<unknown> {
  const target = readHttpUrl(url);
  if (target === undefined) throw new Error(`${shown(url)} is not a URL of https, or of http on loopback`);
  const host = hostOf(target);
  if (!anywhere && isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(host);
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = target.protocol === "https:" ? httpsRequest : httpRequest;
    const headers = { accept: "application/json", "accept-encoding": "identity" };
    const pinned = anywhere ? lookup : publicOnly(lookup ?? systemLookup);
    // No connection is shared: another's could lead to an address that was not checked for this one.
    send(target, { headers, signal, agent: false, ...(pinned && { lookup: pinned }) }, resolve)
      .on("error", reject)
      .end();
  });
  try {
    if (response.statusCode !== 200) throw new Error(`${shown(url)} answered with the status ${response.statusCode}`);
    return JSON.parse(await readBody(response, maxBytes));
  } finally {
    response.destroy();
  }
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`the answer has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
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

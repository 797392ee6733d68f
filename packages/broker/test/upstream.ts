import { writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer } from "node:https";
import type { LookupFunction } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import * as zlib from "node:zlib";
import { listenHere } from "@tooling/vitest/listen-here";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { afterAll } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";

/** What a host was asked. */
interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
  /** 1 or 2. */
  version: number;
}

/** A host with TLS, whose authority only the broker knows. */
export interface Upstream {
  port: number;
  /** The file of its authority. */
  authorityFile: string;
  /** What it was asked, in order. */
  seen: Seen[];
  /** Responses that wait for a test to go on with them. */
  waiting: ServerResponse[];
  /** Requests of which nothing was read of the body yet, each with its response. */
  unread: { request: IncomingMessage; response: ServerResponse }[];
  /** Its ends of WebSockets. */
  webSockets: WebSocket[];
}

const compress: Record<string, (text: Buffer) => Buffer> = {
  identity: (text) => text,
  gzip: zlib.gzipSync,
  deflate: zlib.deflateSync,
  "deflate-raw": zlib.deflateRawSync,
  br: zlib.brotliCompressSync,
  zstd: zlib.zstdCompressSync,
};

/** Names that the broker of a test looks up: all are this machine. */
export const lookupHere: LookupFunction = (_name, { all }, done) =>
  all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);

/**
 * Starts a host that speaks HTTP/2 and HTTP/1.1, or HTTP/1.1 alone. It stops when the tests of the file are over.
 *
 * `/echo` answers with the request, in the encoding that its query names and in pieces of so many bytes; `/wait` leaves its
 * answer to the test, and `/unread` the body, too; `/redirect` and `/trailers` give the token back there; all else is answered with `ok`. A WebSocket gives each message back; that of `/compressed`
 * begins with an extension that nobody asked for.
 */
export async function startUpstream(protocols: "h2" | "http/1.1" = "h2"): Promise<Upstream> {
  const authorityFile = join(temporaryFolder(afterAll), "authority.pem");
  const { cert, key } = await selfSignedCertificate("api.test", "a.wild.test", "other.test", "localhost", "127.0.0.1");
  writeFileSync(authorityFile, cert);
  const seen: Seen[] = [];
  const waiting: ServerResponse[] = [];
  const unread: Upstream["unread"] = [];
  const webSockets: WebSocket[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "", url = "", headers, httpVersionMajor: version } = request;
    if (url === "/unread") {
      unread.push({ request, response });
      return;
    }
    const whole = await buffer(request).catch(() => undefined);
    // The program went away.
    if (whole === undefined) return;
    const body = whole.toString();
    const asked = { method, url, headers, body, version };
    seen.push(asked);
    const { pathname, searchParams } = new URL(url, "https://api.test");
    if (pathname.endsWith("/wait")) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.flushHeaders();
      waiting.push(response);
      return;
    }
    if (pathname === "/headers") {
      response.setHeader("set-cookie", [`a=${headers.authorization}`, "b=2"]);
      response.setHeader("www-authenticate", String(headers.authorization));
      response.writeHead(401, { "x-echo": String(headers.authorization) }).end("no");
      return;
    }
    if (pathname === "/redirect") {
      const location = `https://${searchParams.get("to")}/?token=${headers.authorization}`;
      response.writeHead(302, { location }).end();
      return;
    }
    if (pathname === "/trailers") {
      response.writeHead(200, { trailer: "x-checked" });
      response.write("some");
      response.addTrailers({ "x-checked": String(headers.authorization) });
      response.end();
      return;
    }
    if (!pathname.endsWith("/echo")) {
      response.end("ok");
      return;
    }
    const encoding = searchParams.get("encoding") ?? "identity";
    const bytes = compress[encoding]?.(Buffer.from(JSON.stringify(asked))) ?? Buffer.alloc(0);
    const names = encoding === "identity" ? {} : { "content-encoding": encoding.replace("-raw", "") };
    response.writeHead(200, { "content-type": "application/json", "content-length": bytes.length, ...names });
    const size = Number(searchParams.get("size") ?? bytes.length);
    for (let from = 0; from < bytes.length; from += size) response.write(bytes.subarray(from, from + size));
    response.end();
  };
  const server =
    protocols === "h2"
      ? createSecureServer({ allowHTTP1: true, cert, key }, (request, response) => {
          void answer(request as unknown as IncomingMessage, response as unknown as ServerResponse);
        })
      : createServer({ cert, key }, (request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: true });
  server.on("upgrade", (request: IncomingMessage, socket, head) => {
    const { method = "", url = "", headers } = request;
    seen.push({ method, url, headers, body: "", version: 1 });
    if (url === "/compressed") {
      const extended = "Sec-WebSocket-Extensions: permessage-deflate";
      socket.end(`HTTP/1.1 101 Yes\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${extended}\r\n\r\ncompressed`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (socketOf) => {
      webSockets.push(socketOf);
      socketOf.send(`hello ${headers.authorization}`);
      socketOf.on("message", (message, isBinary) => socketOf.send(message, { binary: isBinary }));
    });
  });
  afterAll(() => {
    for (const socket of sockets.clients) socket.terminate();
  });
  return { port: await listenHere(server, afterAll), authorityFile, seen, waiting, unread, webSockets };
}

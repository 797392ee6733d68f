import type { IncomingMessage } from "node:http";
import type { Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { maskHeaders, type ProgramRequest, type ProgramResponse, sendMasked } from "../answers/masked-answer.ts";
import { WebSocketMask } from "../answers/websocket-frames.ts";
import { BrokerError } from "../broker-error.ts";
import { endToEnd, fromRaw, type HeaderList, headerOf } from "../headers.ts";
import type { SentRequest } from "../network/host-connections.ts";
import type { Session } from "../sessions/session.ts";
import { type FilledRequest, fillRequest } from "./fill-request.ts";
import { refusalBytes, refuse } from "./refuse.ts";

/** Sends a program's request on to a host in use, and the masked answer back. */
export async function forward(
  session: Session,
  host: string,
  request: ProgramRequest,
  response: ProgramResponse,
): Promise<void> {
  let sent: SentRequest | undefined;
  let isGone = false;
  const gone = (): void => {
    isGone = true;
    sent?.destroy();
  };
  response.once("close", gone);
  try {
    session.admit(host);
    const filled = await fillRequest(session, host, request);
    const send = await session.connectionsTo(host).ready();
    if (isGone) throw new Error("the program is gone");
    sent = send(filled);
    const uploaded = upload(filled, request, sent);
    const answer = await Promise.race([sent.answer, uploaded.then(() => sent?.answer)]);
    if (answer === undefined) throw new Error("there is no answer");
    await sendMasked(answer, filled.method, response, session.redactor);
    response.off("close", gone);
    // A host may answer before it has read all.
    uploaded.catch(() => {});
  } catch (error) {
    sent?.answer.catch(() => {});
    sent?.destroy();
    refuse(response, error);
  }
}

/** Sends a request for a WebSocket on, and the host's messages back, masked. */
export async function forwardUpgrade(
  session: Session,
  host: string,
  request: IncomingMessage,
  socket: Duplex,
): Promise<void> {
  try {
    session.admit(host);
    if (request.headers.upgrade?.toLowerCase() !== "websocket") {
      throw new BrokerError("BAD_REQUEST", "Only WebSockets are upgraded to.", "Send an ordinary request.");
    }
    const filled = await fillRequest(session, host, request);
    const headers: HeaderList = [...filled.headers, ["Connection", "Upgrade"], ["Upgrade", "websocket"]];
    const sent = await session.connectionsTo(host).upgrade({ ...filled, headers, hasBody: false });
    socket.once("close", () => sent.destroy());
    if (socket.destroyed) sent.destroy();
    sent.once("error", () => socket.destroy());
    sent.once("response", () => {
      sent.destroy();
      socket.end(
        refusalBytes(new BrokerError("HOST_UNREACHABLE", "The host refused the WebSocket.", "Try without one.")),
      );
    });
    sent.once("upgrade", (answer, upstream: Duplex, head: Buffer) => {
      session.hold(upstream);
      const list = fromRaw(answer.rawHeaders);
      if (headerOf(list, "sec-websocket-extensions") !== undefined) {
        upstream.destroy();
        socket.destroy();
        return;
      }
      const lines = maskHeaders(endToEnd(list), session.redactor).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${lines.join("")}\r\n`,
      );
      if (head.length > 0) upstream.unshift(head);
      const mask = new WebSocketMask(session.redactor);
      const masked = async function* (source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
        for await (const chunk of source) yield mask.write(chunk);
      };
      pipeline(upstream, masked, socket).catch(() => socket.destroy());
      pipeline(socket, upstream).catch(() => upstream.destroy());
    });
    sent.end();
  } catch (error) {
    socket.end(refusalBytes(error));
  }
}

/** Sends a body as fast as the host takes it. */
async function upload(filled: FilledRequest, body: Readable, { body: into }: SentRequest): Promise<void> {
  if (filled.start.length > 0) into.write(filled.start);
  if (!filled.isWhole) await pipeline(body, into);
  else if (!into.writableEnded) into.end();
}

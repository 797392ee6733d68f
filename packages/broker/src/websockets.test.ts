import { once } from "node:events";
import { Redactor } from "@keyfold/common/redaction/redactor";
import { canary } from "@tooling/vitest/canary";
import fc from "fast-check";
import { expect, test } from "vitest";
import WebSocket from "ws";
import { secureTunnel } from "../test/program.ts";
import { brokerOf, startTeam, usesOnRecord } from "../test/team.ts";
import { startUpstream } from "../test/upstream.ts";
import { WebSocketMask } from "./answers/websocket-frames.ts";

const [team, upstream] = await Promise.all([startTeam(), startUpstream()]);

test("a WebSocket to a host in use carries the value in its request, and each message is masked", async () => {
  const host = `api.test:${upstream.port}`;
  const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
  const socket = await secureTunnel(broker, host);
  const webSocket = new WebSocket(`wss://${host}/socket`, {
    createConnection: () => socket,
    headers: { authorization: `Bearer ${broker.placeholder}` },
    perMessageDeflate: true,
  });
  const messages: string[] = [];
  webSocket.on("message", (data) => messages.push(String(data)));
  await once(webSocket, "open");
  expect(webSocket.extensions).toBe("");
  await expect.poll(() => messages.length).toBe(1);
  expect(messages[0]).toBe("hello Bearer <secret>");
  expect(upstream.seen.at(-1)?.headers.authorization).toBe(`Bearer ${Buffer.from(canary).toString("latin1")}`);
  const long = "x".repeat(100_000);
  for (const sent of [`a ${canary} b`, long, "", `${canary}${long}`]) webSocket.send(sent);
  await expect.poll(() => messages.length).toBe(5);
  expect(messages.slice(1)).toEqual(["a <secret> b", long, "", `<secret>${long}`]);
  const pong = once(webSocket, "pong");
  webSocket.ping(canary);
  expect(String((await pong)[0])).toBe("<secret>");
  expect(await usesOnRecord(team, broker.runId)).toEqual([`GET ${host} /socket`]);
  const closed = once(webSocket, "close");
  webSocket.close(4000, "done");
  expect((await closed)[0]).toBe(4000);
});

test.each([
  ["to anything but a WebSocket is refused before its host is asked", "h2c", "/socket", /^HTTP\/1\.1 400 /],
  ["whose answer has an extension that nobody asked for is cut off", "websocket", "/compressed", /^$/],
])("an upgrade %s", async (_what, protocol, path, answer) => {
  const host = `api.test:${upstream.port}`;
  const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
  const socket = await secureTunnel(broker, host);
  const got: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => got.push(chunk));
  const asked = upstream.seen.length;
  const head = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n`;
  socket.write(`${head}Authorization: ${broker.placeholder}\r\n\r\n`);
  await once(socket, "close");
  expect(String(Buffer.concat(got))).toMatch(answer);
  expect(upstream.seen.length - asked).toBe(protocol === "websocket" ? 1 : 0);
});

test("frames say what they said, masked, however messages and bytes are cut", () => {
  const redactor = new Redactor();
  redactor.add(canary);
  const piece = fc.constantFrom(canary.slice(0, 10), canary.slice(10), canary, "x", "y".repeat(200), "");
  const message = fc.array(piece, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 50 }),
      (messages, size) => {
        const bytes = Buffer.concat(
          messages.flatMap((pieces) =>
            pieces.map((text, at) =>
              frame((at === pieces.length - 1 ? 0x80 : 0) | (at === 0 ? 1 : 0), Buffer.from(text)),
            ),
          ),
        );
        const mask = new WebSocketMask(redactor);
        const out: Buffer[] = [];
        for (let from = 0; from < bytes.length; from += size) out.push(mask.write(bytes.subarray(from, from + size)));
        expect(read(Buffer.concat(out))).toEqual(messages.map((pieces) => redactor.mask(pieces.join(""))));
      },
    ),
  );
});

test("frames that are compressed or that only a program sends are not given on", () => {
  for (const bytes of [
    Buffer.of(0xc1, 1, 0x78),
    Buffer.of(0x81, 0x81, 0, 0, 0, 0, 0x78),
    Buffer.of(0x89, 126, 0, 200),
  ]) {
    expect(() => new WebSocketMask(new Redactor()).write(bytes)).toThrow("The host sent");
  }
});

function frame(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = length < 126 ? [first, length] : [first, 126, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), payload]);
}

/** The messages in frames. */
function read(bytes: Buffer): string[] {
  const messages: string[] = [];
  let parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [first = 0, short = 0] = bytes.subarray(at);
    const [length, head] = short < 126 ? [short, 2] : [bytes.readUInt16BE(at + 2), 4];
    expect((first & 0x0f) === 0).toBe(parts.length > 0);
    parts.push(bytes.subarray(at + head, at + head + length));
    at += head + length;
    if ((first & 0x80) === 0) continue;
    messages.push(String(Buffer.concat(parts)));
    parts = [];
  }
  return messages;
}

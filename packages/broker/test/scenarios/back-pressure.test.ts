import { type EventEmitter, once } from "node:events";
import { expect, test } from "vitest";
import WebSocket from "ws";
import { secureTunnel } from "../program.ts";
import { brokerOf, startTeam } from "../team.ts";
import { startUpstream } from "../upstream.ts";

const [team, upstream, older] = await Promise.all([startTeam(), startUpstream(), startUpstream("http/1.1")]);

const chunk = Buffer.alloc(65_536, "some of what is sent ");
/** More than the system itself takes on the way: some megabytes for each connection. */
const total = 1000 * chunk.length;
/** Turns of the event loop in which nothing is taken: nobody takes anything any more. */
const idleTurns = 200;

/** Sends chunks as they are taken, and gives how many bytes that were by the time that no more are. */
async function sendUntilFull(send: (chunk: Buffer, taken: () => void) => void): Promise<number> {
  let [sent, taken, idle] = [0, 0, 0];
  while (sent < total && idle < idleTurns) {
    if (sent - taken > 4 * chunk.length) idle += 1;
    else {
      idle = 0;
      sent += chunk.length;
      send(chunk, () => {
        taken += chunk.length;
        idle = 0;
      });
    }
    await new Promise(setImmediate);
  }
  return sent;
}

/** Opens a WebSocket to a host in use. */
async function openWebSocket(): Promise<{ program: WebSocket; host: WebSocket }> {
  const at = `api.test:${upstream.port}`;
  const broker = await brokerOf(team, upstream, [{ name: "key", host: at }]);
  const socket = await secureTunnel(broker, at);
  const program = new WebSocket(`wss://${at}/socket`, {
    createConnection: () => socket,
    headers: { authorization: `Bearer ${broker.placeholder}` },
  });
  await once(program, "open");
  const [host] = upstream.webSockets.slice(-1);
  if (host === undefined) throw new Error("the host has no WebSocket");
  return { program, host };
}

/** Counts the bytes of what comes from now on. */
function count(stream: EventEmitter, event: "data" | "message"): () => number {
  let bytes = 0;
  stream.on(event, (some: Buffer) => {
    bytes += some.length;
  });
  return () => bytes;
}

test.each(["http/1.1", "h2"])("a body is taken only as fast as a host of %s reads it", async (protocol) => {
  const to = protocol === "h2" ? upstream : older;
  const at = `api.test:${to.port}`;
  const broker = await brokerOf(team, to, [{ name: "key", host: at, paths: ["/other"] }]);
  const socket = await secureTunnel(broker, at);
  socket.write(`POST /unread HTTP/1.1\r\nHost: ${at}\r\nContent-Length: ${total}\r\n\r\n`);
  const sent = await sendUntilFull((some, taken) => socket.write(some, taken));
  expect(sent).toBeLessThan(total / 2);
  const [{ request, response } = {}] = to.unread.slice(-1);
  if (request === undefined || response === undefined) throw new Error("the host was not asked");
  const got = count(request, "data");
  for (let left = total - sent; left > 0; left -= chunk.length) socket.write(chunk);
  await once(request, "end");
  expect(got()).toBe(total);
  response.end("ok");
  expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 200 /);
});

test("what a program sends by WebSocket is taken only as fast as the host reads it", async () => {
  const { program, host } = await openWebSocket();
  host.removeAllListeners("message").pause();
  const sent = await sendUntilFull((some, taken) => program.send(some, taken));
  expect(sent).toBeLessThan(total / 2);
  const got = count(host, "message");
  host.resume();
  await expect.poll(got).toBe(sent);
});

test("what a host sends by WebSocket is taken only as fast as the program reads it", async () => {
  const { program, host } = await openWebSocket();
  program.pause();
  const sent = await sendUntilFull((some, taken) => host.send(some, taken));
  expect(sent).toBeLessThan(total / 2);
  const got = count(program, "message");
  program.resume();
  await expect.poll(got).toBeGreaterThanOrEqual(sent);
});

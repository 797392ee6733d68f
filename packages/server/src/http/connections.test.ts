import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, onTestFinished, test } from "vitest";
import { documentBody, listeningServer } from "../../test/listening-server.ts";

const health = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
/** A request whose body does not come. */
const unfinished = (token: string): string =>
  `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 10\r\nexpect: 100-continue\r\n\r\n`;

async function answers(socket: Socket): Promise<string> {
  socket.write(health);
  return String((await once(socket, "data"))[0]);
}

test("one address holds its number of idle connections; a further one takes the place of the longest idle", async () => {
  const { socket } = await listeningServer({ limits: { connectionsPerAddress: 3 } });
  const [first, second, third] = [await socket(), await socket(), await socket()];
  await answers(third);
  await answers(first);
  const closed = once(second, "close");
  expect(await answers(await socket())).toContain("200 OK");
  await closed;
  for (const one of [first, third]) expect(await answers(one)).toContain("200 OK");
});

test("one with a request at hand is not closed for a new one, which is closed itself", async () => {
  const { socket, admin, ask } = await listeningServer({ limits: { connectionsPerAddress: 2 } });
  const busy = [await socket(), await socket()];
  for (const one of busy) {
    one.write(unfinished(admin));
    expect(String((await once(one, "data"))[0])).toContain("100 Continue");
  }
  await once(await socket(), "close");
  for (const one of busy) expect(one.destroyed).toBe(false);
  expect((await ask(admin, "{ teams { id } }")).code).toBeUndefined();
});

test("all addresses together have a limit; there, too, the longest idle goes", async () => {
  const { socket, post } = await listeningServer({ limits: { connections: 20, connectionsPerAddress: 1000 } });
  const sockets: Socket[] = [];
  for (let count = 0; count < 60; count += 1) sockets.push(await socket());
  expect((await post(documentBody("{ teams { id } }"))).code).toBeUndefined();
  await expect.poll(() => sockets.filter(({ destroyed }) => !destroyed).length).toBeLessThan(20);
  expect(sockets.slice(-10).every(({ destroyed }) => !destroyed)).toBe(true);
});

test("a trusted proxy's connections are not counted by address", async () => {
  for (const trustProxy of [1, "127.0.0.0/8"]) {
    const { socket } = await listeningServer({ trustProxy, limits: { connectionsPerAddress: 1 } });
    const sockets = [await socket(), await socket(), await socket()];
    for (const one of sockets) expect(await answers(one)).toContain("200 OK");
  }
});

test("with TLS they are counted alike, whether or not the handshake was finished", async () => {
  const folder = temporaryFolder();
  const tls = { certFile: join(folder, "cert.pem"), keyFile: join(folder, "key.pem") };
  const { cert, key } = await selfSignedCertificate("one");
  writeFileSync(tls.certFile, cert);
  writeFileSync(tls.keyFile, key);
  const { socket, port } = await listeningServer({ tls, limits: { connectionsPerAddress: 3 } });
  const secure = async (): Promise<Socket> => {
    const one = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false });
    onTestFinished(() => void one.destroy());
    one.on("error", () => {});
    await once(one, "secureConnect");
    return one;
  };
  const silent = await socket();
  const [first, second] = [await secure(), await secure()];
  expect(await answers(first)).toContain("200 OK");
  let closed = once(silent, "close");
  const third = await secure();
  await closed;
  expect(await answers(third)).toContain("200 OK");
  closed = once(second, "close");
  expect(await answers(await secure())).toContain("200 OK");
  await closed;
  // Closed ones are counted no more.
  first.destroy();
  third.destroy();
  await expect.poll(async () => (await answers(await secure())).slice(0, 15)).toBe("HTTP/1.1 200 OK");
});

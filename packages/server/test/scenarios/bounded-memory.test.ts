import { once } from "node:events";
import { connect } from "node:net";
import { pipeline } from "node:stream/promises";
import { type RunningServer, startServer } from "@tooling/vitest/processes";
import { expect, test } from "vitest";

const megabyte = 1024 * 1024;

/** The largest body that is let in, of a kind that grows the most when it is parsed. */
function largeBody(value: string): string {
  const head =
    '{"query": "mutation ($v: JSON) { setSecret(input: { name: \\"n\\", value: $v }) { success } }", "variables": {"v": ';
  return `${head}${value}}}`;
}

const fill = (part: string): string => part.repeat(Math.floor((3.9 * megabyte) / part.length));

const bodies: string[] = [
  largeBody(`[${fill("[],")}1]`),
  largeBody(`[${fill("{},")}1]`),
  largeBody(`[${fill("0.1,")}1]`),
  largeBody(`"${fill("x")}"`),
  largeBody(`"${fill("\\n")}"`),
  largeBody(`{${fill('"a":1,')}"b":1}`),
  largeBody(fill("[")),
  JSON.stringify({ query: fill("{a ") }),
  JSON.stringify({ query: `{ ${fill("a: teams { id } ")} }` }),
  fill("\u00e9"),
];

async function residentBytes(server: RunningServer): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
}

test("many hostile bodies at once take a bounded memory, and other requests are served", async () => {
  const env = { NODE_OPTIONS: "--max-old-space-size=200" };
  const server = await startServer(undefined, [], { env });
  const headers = { "content-type": "application/json", authorization: `Bearer ${server.adminToken}` };
  // Whoever sends hostile bodies has its own time taken up, and not that of others.
  const made = await fetch(`${server.url}/graphql`, {
    method: "POST",
    headers,
    body: '{"query": "mutation { createToken(input: { name: \\"other\\", role: admin }) { token } }"}',
  });
  const { token } = ((await made.json()) as { data: { createToken: { token: string } } }).data.createToken;
  const other = { ...headers, authorization: `Bearer ${token}` };
  let busy = true;
  let max = 0;
  let served = 0;
  const watching = (async () => {
    while (busy) {
      max = Math.max(max, await residentBytes(server));
      const response = await fetch(`${server.url}/graphql`, {
        method: "POST",
        headers: other,
        body: '{"query": "{ teams { id } }"}',
      });
      expect(await response.json()).toMatchObject({ data: { teams: [expect.anything()] } });
      served += 1;
    }
  })();
  for (let round = 0; round < 2; round += 1) {
    const answers = bodies.flatMap((body) =>
      Array.from({ length: 4 }, () => fetch(`${server.url}/graphql`, { method: "POST", headers, body })),
    );
    for (const answer of await Promise.all(answers)) {
      const { errors } = (await answer.json()) as { errors: { extensions: { code: string } }[] };
      expect(errors[0]?.extensions.code).toMatch(/^(LIMIT_EXCEEDED|BAD_INPUT|RATE_LIMITED)$/);
    }
  }
  busy = false;
  await watching;
  expect(server.child.exitCode).toBeNull();
  expect(served).toBeGreaterThan(0);
  expect(max).toBeLessThan(450 * megabyte);
});

test("large answers at once take a bounded memory; each is given whole or refused", async () => {
  const env = { NODE_OPTIONS: "--max-old-space-size=200" };
  const server = await startServer(undefined, [], { env });
  const post = (token: string, query: string, variables = {}): Promise<Response> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    return fetch(`${server.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  };
  const set = "mutation ($i: setSecretInput!) { setSecret(input: $i) { success } }";
  await post(server.adminToken, set, { i: { name: "large", value: "x".repeat(megabyte - 2) } });
  const opened = await post(server.adminToken, "mutation { openRun(input: {}) { token } }");
  const { token } = ((await opened.json()) as { data: { openRun: { token: string } } }).data.openRun;
  const fields = Array.from({ length: 25 }, (_none, index) => `a${index}: secretValue(name: "large")`);
  const askForAll = (): Promise<Response> => post(token, `{ ${fields.join(" ")} }`);
  const codeOf = async (answer: Response): Promise<string> => {
    const text = await answer.text();
    const code = /"code":"(\w+)"/.exec(text)?.[1] ?? "ok";
    if (code === "ok") expect(text.length).toBeGreaterThan(25 * (megabyte - 2));
    return code;
  };

  // Nobody takes the first one yet, so there is no room for a second.
  const first = await askForAll();
  expect(await codeOf(await askForAll())).toBe("RATE_LIMITED");
  expect(await codeOf(first)).toBe("ok");
  await expect.poll(async () => codeOf(await askForAll())).toBe("ok");

  let max = 0;
  for (const answer of Array.from({ length: 30 }, askForAll)) {
    expect(["RATE_LIMITED", "ok"]).toContain(await codeOf(await answer));
    max = Math.max(max, await residentBytes(server));
  }
  expect(server.child.exitCode).toBeNull();
  expect(max).toBeLessThan(450 * megabyte);
});

test("a body in chunks of one byte takes no more memory than its bytes", async () => {
  const env = { NODE_OPTIONS: "--max-old-space-size=200" };
  const server = await startServer(undefined, [], { env });
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  const head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n";
  const authorization = `authorization: Bearer ${server.adminToken}\r\n\r\n`;
  const chunks = Buffer.from("1\r\n \r\n".repeat(50_000));
  const sending = async function* (): AsyncGenerator<string | Buffer> {
    yield head + authorization;
    for (let count = 0; count < 40; count += 1) yield chunks;
    yield "0\r\n\r\n";
  };
  const [[answer]] = await Promise.all([once(socket, "data"), pipeline(sending, socket, { end: false })]);
  expect(String(answer)).toContain("BAD_INPUT");
  expect(await residentBytes(server)).toBeLessThan(300 * megabyte);
  socket.destroy();
});

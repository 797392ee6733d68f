import { once } from "node:events";
import { connect } from "node:net";
import { pipeline } from "node:stream/promises";
import { type RunningServer, startServer } from "@tooling/vitest/processes";
import { expect, test } from "vitest";

const megabyte = 1024 * 1024;

/** The largest body that is let in, of a kind that grows most when it is parsed. */
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
  let busy = true;
  let most = 0;
  let served = 0;
  const watching = (async () => {
    while (busy) {
      most = Math.max(most, await residentBytes(server));
      const response = await fetch(`${server.url}/graphql`, {
        method: "POST",
        headers,
        body: '{"query": "{ teams { id } }"}',
      });
      const { data } = (await response.json()) as { data: { teams: object[] } };
      expect(data.teams).toHaveLength(1);
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
  expect(most).toBeLessThan(450 * megabyte);
}, 60_000);

test("many large answers at once take a bounded memory; each is given whole or refused", async () => {
  const env = { NODE_OPTIONS: "--max-old-space-size=200" };
  const server = await startServer(undefined, [], { env });
  const ask = async (token: string, query: string, variables = {}): Promise<{ text: string; code?: string }> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const body = JSON.stringify({ query, variables });
    const text = await (await fetch(`${server.url}/graphql`, { method: "POST", headers, body })).text();
    return { text, code: /"code":"(\w+)"/.exec(text)?.[1] ?? "ok" };
  };
  const set = "mutation ($i: setSecretInput!) { setSecret(input: $i) { success } }";
  await ask(server.adminToken, set, { i: { name: "large", value: "x".repeat(megabyte - 2) } });
  const opened = await ask(server.adminToken, "mutation { openRun(input: {}) { token } }");
  const { token } = JSON.parse(opened.text).data.openRun;
  const fields = Array.from({ length: 25 }, (_none, index) => `a${index}: secretValue(name: "large")`);
  let most = 0;
  const many = Array.from({ length: 30 }, () => ask(token, `{ ${fields.join(" ")} }`));
  const codes = new Set<string | undefined>();
  for (const answer of many) {
    const { code, text } = await answer;
    codes.add(code);
    if (code === "ok") expect(text.length).toBeGreaterThan(25 * (megabyte - 2));
    most = Math.max(most, await residentBytes(server));
  }
  expect([...codes].sort()).toEqual(["RATE_LIMITED", "ok"]);
  expect(server.child.exitCode).toBeNull();
  expect(most).toBeLessThan(450 * megabyte);
}, 60_000);

test("a body in chunks of one byte takes no more memory than its bytes", async () => {
  const env = { NODE_OPTIONS: "--max-old-space-size=200" };
  const server = await startServer(undefined, [], { env });
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  const head =
    "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
  const chunks = Buffer.from("1\r\n \r\n".repeat(50_000));
  const sending = async function* (): AsyncGenerator<string | Buffer> {
    yield head;
    for (let count = 0; count < 40; count += 1) yield chunks;
    yield "0\r\n\r\n";
  };
  const sent = pipeline(sending, socket, { end: false });
  const [answer] = (await once(socket, "data")) as [Buffer];
  await sent;
  expect(answer.toString()).toContain("BAD_INPUT");
  expect(await residentBytes(server)).toBeLessThan(300 * megabyte);
  socket.destroy();
}, 60_000);

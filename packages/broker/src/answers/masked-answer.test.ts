import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { Readable, Writable } from "node:stream";
import { Redactor } from "@keyfold/common/redaction/redactor";
import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { ask, secureTunnel, tunnel } from "../../test/program.ts";
import { brokerOf, startTeam } from "../../test/team.ts";
import { startUpstream } from "../../test/upstream.ts";
import { sendMasked } from "./masked-answer.ts";

const [team, upstream] = await Promise.all([startTeam(), startUpstream()]);
const host = `api.test:${upstream.port}`;

const basic = (password: string) => `Basic ${Buffer.from(`me:${password}`).toString("base64")}`;

describe("an answer of a host in use", () => {
  test.each(["identity", "gzip", "deflate", "deflate-raw", "br", "zstd"])(
    "is masked in %s, whole and byte by byte",
    async (encoding) => {
      const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
      const headers = { authorization: `Bearer ${broker.placeholder}`, "x-basic": basic(broker.placeholder) };
      for (const size of ["", "&size=1"]) {
        for (const protocol of ["h2", "http/1.1"]) {
          const answer = await ask(broker, host, {
            protocol,
            path: `/echo?encoding=${encoding}&k=${broker.placeholder}${size}`,
            headers,
          });
          const { url, headers: seen } = JSON.parse(answer.body);
          expect(seen.authorization).toBe("Bearer <secret>");
          expect(seen["x-basic"]).toMatch(/^Basic .*<secret>$/);
          expect(url).toContain("k=<secret>");
          expect(answer.headers["content-encoding"]).toBeUndefined();
        }
      }
    },
  );

  test("is masked in its headers", async () => {
    const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
    for (const protocol of ["h2", "http/1.1"]) {
      const answer = await ask(broker, host, {
        protocol,
        path: "/headers",
        headers: { authorization: `Bearer ${broker.placeholder}` },
      });
      expect(answer).toMatchObject({ status: 401, body: "no" });
      expect(answer.headers).toMatchObject({ "x-echo": "Bearer <secret>", "www-authenticate": "Bearer <secret>" });
      expect(answer.headers["set-cookie"]).toEqual(["a=Bearer <secret>", "b=2"]);
    }
  });

  test("that is a stream of events comes as it is sent, and is cut off soon after the run was ended", async () => {
    const over: unknown[] = [];
    const broker = await brokerOf(team, upstream, [{ name: "key", host }], { onOver: (error) => over.push(error) });
    const socket = await secureTunnel(broker, host);
    socket.write(`GET /wait HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${broker.placeholder}\r\n\r\n`);
    let got = "";
    socket.on("data", (chunk) => {
      got += String(chunk);
    });
    const at = upstream.waiting.length;
    await expect.poll(() => upstream.waiting.length).toBe(at + 1);
    await expect.poll(() => got).toContain("text/event-stream");
    const response = upstream.waiting[at];
    response?.write("data: one\n\n");
    await expect.poll(() => got).toContain("data: one");
    response?.write(canary.slice(0, 9));
    response?.write(`${canary.slice(9)}\n\n`);
    await expect.poll(() => got).toContain("<secret>");
    const closed = once(socket, "close");
    await team.admin.endRun({ id: broker.runId });
    await closed;
    expect(over).toEqual([expect.objectContaining({ code: "RUN_ENDED" })]);
    expect(await tunnel(broker, host)).toBe(403);
    expect(await tunnel(broker, "other.test:443")).toBe(403);
  });

  test("is not asked for once a use was refused because the run is over", async () => {
    const broker = await brokerOf(team, upstream, [{ name: "key", host }]);
    await team.admin.endRun({ id: broker.runId });
    const from = upstream.seen.length;
    const answer = await ask(broker, host, { headers: { authorization: broker.placeholder } });
    expect([answer.status, answer.headers["keyfold-error"]]).toEqual([403, "RUN_ENDED"]);
    expect(await tunnel(broker, host)).toBe(403);
    expect(upstream.seen.length).toBe(from);
  });
});

test.each([
  ["in an encoding that can't be undone", "compress"],
  ["compressed four times", "gzip, gzip, gzip, gzip"],
])("an answer %s is withheld", async (_how, encoding) => {
  const answer = {
    ...{ status: 200, headers: [["Content-Encoding", encoding] as const], trailers: () => [] },
    body: Readable.from([Buffer.from(canary)]),
  };
  const sent: unknown[] = [];
  const response = { writeHead: () => sent.push("head"), write: () => sent.push("body") };
  const sending = sendMasked(answer, "GET", response as unknown as ServerResponse, new Redactor());
  await expect(sending).rejects.toMatchObject({ code: "ANSWER_NOT_MASKED" });
  expect(sent).toEqual([]);
});

test("headers of an answer that lead past the broker, or have a value in their name, are not given on", async () => {
  const heads: unknown[] = [];
  const response = Object.assign(new Writable({ write: (_some, _encoding, done) => done() }), {
    writeHead: (status: number, headers: object) => heads.push([status, headers]),
    flushHeaders: () => {},
  });
  const headers = [["Alt-Svc", 'h3=":443"'] as const, [`X-${canary}`, "1"] as const, ["X-Other", "1"] as const];
  const redactor = new Redactor();
  redactor.add(canary);
  const answer = { status: 200, headers, body: Readable.from([Buffer.from("ok")]), trailers: () => [] };
  await sendMasked(answer, "GET", response as unknown as ServerResponse, redactor);
  expect(heads).toEqual([[200, { "x-other": "1" }]]);
});

/** Sends a body as a host's answer, in which the canary is masked, to a program that takes a chunk at a time. */
async function sendBody(chunks: Iterable<Buffer>, take: (chunk: Buffer) => void): Promise<void> {
  const program = new Writable({
    write(some: Buffer, _encoding, done) {
      setImmediate(() => {
        take(some);
        done();
      });
    },
  });
  const response = Object.assign(program, { writeHead: () => {}, flushHeaders: () => {} });
  const redactor = new Redactor();
  redactor.add(canary);
  const answer = { status: 200, headers: [], body: Readable.from(chunks, { highWaterMark: 1 }), trailers: () => [] };
  await sendMasked(answer, "GET", response as unknown as ServerResponse, redactor);
}

test("no more of an answer is in memory than a few chunks, however slowly the program takes it", async () => {
  const chunk = Buffer.alloc(65_536, "a line of an answer\n");
  const chunks = 500;
  let [made, taken, most] = [0, 0, 0];
  const body = (function* () {
    for (; made < chunks * chunk.length; made += chunk.length) {
      most = Math.max(most, made - taken);
      yield chunk;
    }
  })();
  await sendBody(body, (some) => {
    taken += some.length;
  });
  expect(taken).toBe(chunks * chunk.length);
  expect(most).toBeLessThanOrEqual(16 * chunk.length);
});

test.each([
  ["ends as one", canary.slice(canary.indexOf(" ")), ""],
  ["ends otherwise", " not", "not"],
])(
  "no more than 64 KiB are held back of what begins as a value, goes on in white space, and %s",
  async (_how, end, left) => {
    const spaces = Buffer.alloc(65_536, " ");
    const out: Buffer[] = [];
    const body = [
      Buffer.from(`before ${canary.slice(0, canary.indexOf(" "))}`),
      ...Array<Buffer>(40).fill(spaces),
      Buffer.from(`${end} after`),
    ];
    await sendBody(body, (some) => out.push(some));
    const text = String(Buffer.concat(out));
    expect(text.replace(/ +/g, " ")).toBe(["before <secret>", left, "after"].join(" ").replace(/ +/g, " "));
    expect(text.length).toBeLessThan(3 * spaces.length);
  },
);

test.each([
  ["that value", `, ${[...canary].reverse().join("")}`, "<secret>, <secret> after"],
  ["the rest of the other one", canary.slice(canary.indexOf(" ")), "<secret> after"],
])(
  "of a value that is first used while the long beginning of another one is masked, %s is masked in any chunks",
  (_which, rest, expected) => {
    for (const size of [1, 7, rest.length]) {
      const redactor = new Redactor();
      redactor.add(canary);
      const masker = redactor.masker();
      const out = [
        masker.write(Buffer.from(canary.slice(0, canary.indexOf(" ")))),
        masker.write(Buffer.alloc(70_000, " ")),
      ];
      redactor.add([...canary].reverse().join(""));
      for (let at = 0; at < rest.length; at += size) out.push(masker.write(Buffer.from(rest.slice(at, at + size))));
      out.push(masker.write(Buffer.from(" after")), masker.end());
      expect(String(Buffer.concat(out))).toBe(expected);
    }
  },
);

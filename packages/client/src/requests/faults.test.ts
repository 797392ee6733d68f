import { createServer } from "node:https";
import { createServer as createPlain } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { canary } from "@tooling/vitest/canary";
import { freePort } from "@tooling/vitest/free-port";
import { listenHere } from "@tooling/vitest/listen-here";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { describe, expect, onTestFinished, test } from "vitest";
import { clientOf, token } from "../test/client-of.ts";
import { answer, type Fault, faultyServer, noNames } from "../test/faulty-server.ts";
import { quickClock } from "../test/quick-clock.ts";
import { thrownBy } from "../test/thrown-by.ts";

test("an error has the frame of whoever made the call, after a pause too", async () => {
  const { url } = await faultyServer(answer(401, canary));
  const client = clientOf(url, quickClock());
  async function ofCaller(): Promise<unknown> {
    await new Promise(setImmediate);
    return client.setSecret({ name: "a", value: 1 });
  }
  const error = await thrownBy(ofCaller());
  expect(error.stack).toMatch(/^ClientError: .*\n(?: {4}at .*\n)+? {4}at (async )?ofCaller /);
  expect(await thrownBy(clientOf("ftp://x", quickClock()).secretNames())).toMatchObject({
    stack: expect.stringContaining("faults.test.ts"),
  });
});

test("the error of a server that refused has its origin, and not the sentence that Prefect's clients look for", async () => {
  const errors = [{ message: "No value found for the requested key", extensions: { code: "NOT_FOUND", tip: "" } }];
  const { url } = await faultyServer(answer(200, { errors }));
  expect(await thrownBy(clientOf(url, quickClock()).secretValue("a"))).toMatchObject({
    code: "NOT_FOUND",
    message: "There is no secret of this name.",
    origin: url,
  });
});

describe("no answer", () => {
  test("nothing listens", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const error = await thrownBy(clientOf(url, quickClock()).secretNames());
    expect(error).toMatchObject({ code: "SERVER_UNREACHABLE", tip: expect.stringContaining("keyfold doctor") });
    expect(error.message).toBe(`There was no answer from ${url} (ECONNREFUSED).`);
  });

  test("has its caller's frame", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const lookAtNames = async (): Promise<string[]> => await clientOf(url, quickClock()).secretNames();
    const { stack, message } = await thrownBy(lookAtNames());
    expect(stack?.startsWith(`ClientError: ${message}\n`)).toBe(true);
    expect(stack).toMatch(/at (?:async )?lookAtNames \(.*faults\.test\.ts:\d+/);
  });

  test("a name that no DNS knows", async () => {
    const error = await thrownBy(clientOf("https://keyfold.invalid", quickClock()).secretNames());
    expect(error.code).toBe("SERVER_UNREACHABLE");
    expect(error.message).toMatch(/^There was no answer from https:\/\/keyfold\.invalid \((ENOTFOUND|EAI_AGAIN)\)\.$/);
  });

  test("a connection that breaks before the answer, and one that breaks inside it", async () => {
    const breaks: Fault = (response) => response.destroy();
    const half: Fault = (response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write(`{"data":"${canary}`, () => response.destroy());
    };
    const { url, seen } = await faultyServer(breaks, half, breaks, half);
    expect(await thrownBy(clientOf(url, quickClock()).secretNames())).toMatchObject({ code: "SERVER_UNREACHABLE" });
    expect(seen).toHaveLength(4);
  });

  test("a server that is silent, and one that stops in the middle", async () => {
    const clock = quickClock();
    const silent: Fault = () => setImmediate(clock.runOut);
    const stops: Fault = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write(`{"data":"${canary}`, () => setImmediate(clock.runOut));
    };
    for (const fault of [silent, stops]) {
      const { url } = await faultyServer(fault);
      const error = await thrownBy(clientOf(url, clock).secretNames());
      expect(error).toMatchObject({ code: "TIMEOUT", tip: expect.stringContaining("request_timeout_seconds") });
      expect(error.message).toBe(`There was no answer from ${url} within 12.345 s.`);
    }
  });

  test("the time of a call is that of all its attempts, and its error has the last one's", async () => {
    const clock = quickClock();
    const { url, seen } = await faultyServer(answer(503, canary), () => setImmediate(clock.runOut));
    const error = await thrownBy(clientOf(url, clock).secretNames());
    expect(error.message).toContain(`within 12.345 s. The last attempt: ${url} answered HTTP 503.`);
    expect(seen).toHaveLength(2);
  });
});

describe("a certificate", () => {
  async function secureServer(name: string): Promise<{ url: string; cert: string; requests: () => number }> {
    let requests = 0;
    const { key, cert } = await selfSignedCertificate(name);
    const server = createServer({ key, cert }, (_request, response) => {
      requests += 1;
      noNames(response);
    });
    return { url: `https://localhost:${await listenHere(server)}`, cert, requests: () => requests };
  }

  function trust(cert: string): void {
    const before = getCACertificates("default");
    setDefaultCACertificates([...before, cert]);
    onTestFinished(() => setDefaultCACertificates(before));
  }

  test("that nobody vouches for", async () => {
    const { url, requests } = await secureServer("localhost");
    const clock = quickClock();
    const error = await thrownBy(clientOf(url, clock).secretNames());
    expect(error).toMatchObject({ code: "SERVER_UNREACHABLE", tip: expect.stringContaining("NODE_EXTRA_CA_CERTS") });
    expect(error.message).toBe(
      `The certificate of ${url} was not accepted (DEPTH_ZERO_SELF_SIGNED_CERT). Nothing was sent.`,
    );
    expect([requests(), clock.waits.length]).toEqual([0, 0]);
  });

  test("for another name", async () => {
    const { url, cert, requests } = await secureServer("elsewhere.example");
    trust(cert);
    const error = await thrownBy(clientOf(url, quickClock()).secretNames());
    expect(error.message).toContain("was not accepted (ERR_TLS_CERT_ALTNAME_INVALID)");
    expect(requests()).toBe(0);
  });

  test("that fits", async () => {
    const { url, cert, requests } = await secureServer("localhost");
    trust(cert);
    expect(await clientOf(url, quickClock()).secretNames()).toEqual([]);
    expect(requests()).toBe(1);
  });
});

describe("an answer that is not a Keyfold server's", () => {
  const value = { [canary]: canary };
  const answers: [string, Fault][] = [
    ["a page", answer(200, `<html>${canary}</html>`)],
    ["nothing", answer(200, "")],
    ["broken JSON", answer(200, `{"data": "${canary}`, { "content-type": "application/json" })],
    ["JSON of another kind", answer(200, [canary])],
    ["null", answer(200, null)],
    ["data that is a string", answer(200, { data: canary })],
    ["no data", answer(200, { data: null })],
    ["no field", answer(200, { data: value })],
    ["a field that is a string", answer(200, { data: { secret: canary } })],
    ["a list of strings", answer(200, { data: { secret: [canary] } })],
    ["errors that are a string", answer(200, { errors: canary })],
    ["an error without a code", answer(200, { errors: [{ message: canary }] })],
    ["an error with a strange code", answer(200, { errors: [{ message: canary, extensions: { code: canary } }] })],
    ["no such page", answer(404, { errors: [{ message: canary, extensions: { code: "NOT_FOUND" } }] })],
    ["no content", answer(204, "")],
    ["a bad request", answer(400, canary)],
    [
      "bytes that are no text",
      (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(Buffer.from('{"data":{"secret":[{"name":"\u00ff"}]}}', "latin1"));
      },
    ],
    ["an endless one", answer(200, "", { "content-length": String(2 ** 40) })],
  ];

  test.for(answers)("%s", async ([, fault]) => {
    const { url, seen } = await faultyServer(fault);
    const error = await thrownBy(clientOf(url, quickClock()).secretNames());
    expect(error).toMatchObject({ code: "INVALID_RESPONSE", tip: expect.stringContaining("URL") });
    expect(error.message).toContain(url);
    expect(seen).toHaveLength(1);
  });

  test.for([
    [401, "UNAUTHENTICATED"],
    [403, "FORBIDDEN"],
    [413, "LIMIT_EXCEEDED"],
    [429, "RATE_LIMITED"],
    [500, "SERVER_UNREACHABLE"],
    [502, "SERVER_UNREACHABLE"],
    [507, "SERVER_UNREACHABLE"],
  ] as const)("of a proxy that says %i", async ([status, code]) => {
    const { url } = await faultyServer(answer(status, `<html>${canary}</html>`));
    const error = await thrownBy(clientOf(url, quickClock(), { retry: false }).secretNames());
    expect(error).toMatchObject({ code, status, message: `${url} answered HTTP ${status}.` });
  });

  test("answers for other names than were asked for", async () => {
    const answers = { secretValues: [{ name: "other", value: canary, error: null }] };
    const { url } = await faultyServer(answer(200, { data: answers }));
    expect(await thrownBy(clientOf(url, quickClock()).secretValues(["KEY"]))).toMatchObject({
      code: "INVALID_RESPONSE",
    });
  });
});

test("a server's own message is one line, and never shows the token", async () => {
  const error = {
    message: `no\u001b[2J ${token}\nat all`,
    extensions: { code: "FROM_THE_FUTURE", tip: `not ${token}` },
  };
  const { url } = await faultyServer(answer(200, { errors: [error] }));
  expect(await thrownBy(clientOf(url, quickClock()).secretNames())).toMatchObject({
    code: "FROM_THE_FUTURE",
    message: "no [2J <token> at all",
    tip: "not <token>",
  });
});

test("a server's message for one name is no different, and its code is a string", async () => {
  const answerWith = (error: object) => answer(200, { data: { secretValues: [{ name: "a", value: null, error }] } });
  const valueFrom = async (error: object) =>
    clientOf((await faultyServer(answerWith(error))).url, quickClock()).secretValues(["a"]);
  const [{ error } = {}] = await valueFrom({
    code: "INTERNAL",
    message: `no\u001b[2J keyfold_run_${"x".repeat(43)}\nat all`,
  });
  expect(error).toEqual({ code: "INTERNAL", message: "no [2J <token> at all" });
  for (const odd of [{ code: { toString: 1 }, message: "a" }, { code: "A", message: { toString: 1 } }, { code: "A" }]) {
    expect(await thrownBy(valueFrom(odd))).toMatchObject({ code: "INVALID_RESPONSE" });
  }
});

test("an answer that changes to another protocol is none", async () => {
  const server = createPlain((socket) => {
    socket.once("data", () => socket.write("HTTP/1.1 101 Yes\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n"));
  });
  const url = `http://127.0.0.1:${await listenHere(server)}`;
  expect(await thrownBy(clientOf(url, quickClock(), { retry: false }).whoami())).toMatchObject({
    code: "SERVER_UNREACHABLE",
  });
});

test("an error of the server without a tip gets one", async () => {
  const { url } = await faultyServer(answer(200, { errors: [{ message: "m", extensions: { code: "INTERNAL" } }] }));
  expect((await thrownBy(clientOf(url, quickClock()).secretNames())).tip).toContain("log");
});

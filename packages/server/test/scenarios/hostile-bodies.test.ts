import { once } from "node:events";
import { canary, spellings } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { documentBody, listeningServer, setBody, sharedServer } from "../listening-server.ts";

describe("bodies", () => {
  const shared = sharedServer();
  const broken: [what: string, body: string | Uint8Array][] = [
    ["nothing", ""],
    ["no JSON", "query { teams { id } }"],
    ["half of it", '{"query": "{ teams'],
    ["two of them", '{"query": "{ teams { id } }"} {}'],
    ["a text", '"{ teams { id } }"'],
    ["null", "null"],
    ["a query that is no text", '{"query": {"a": 1}}'],
    ["variables that are a list", '{"query": "{ teams { id } }", "variables": []}'],
    ["variables that are a number", '{"query": "{ teams { id } }", "variables": 1}'],
    ["an operation's name that is no text", '{"query": "{ teams { id } }", "operationName": 1}'],
    ["an operation that is not there", '{"query": "query a { teams { id } }", "operationName": "b"}'],
    [
      "bytes that are no UTF-8",
      Buffer.concat([Buffer.from('{"query": "{ teams { id } } #'), Buffer.of(0xff, 0xfe), Buffer.from('"}')]),
    ],
    ["UTF-16", Buffer.from('{"query": "{ teams { id } }"}', "utf16le")],
    ["an incomplete character", Buffer.concat([Buffer.from('{"query": "'), Buffer.of(0xf0, 0x9f), Buffer.from('"}')])],
    ["NaN", setBody("NaN")],
    ["Infinity", setBody("-Infinity")],
    ["compressed", Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0)],
  ];
  test.each(broken)("%s", async (_what, body) => {
    const { post, ask, admin } = await shared();
    expect(await post(body)).toMatchObject({ status: 200, code: "BAD_INPUT" });
    expect((await ask(admin, "{ secret { name } }")).data.secret).toEqual([]);
  });

  test("another content type, another method and another path", async () => {
    const { port, admin } = await shared();
    const url = `http://127.0.0.1:${port}`;
    const asForm = {
      method: "POST",
      body: "query=x",
      headers: { "content-type": "application/x-www-form-urlencoded", authorization: `Bearer ${admin}` },
    };
    expect((await fetch(`${url}/graphql`, asForm)).status).toBe(400);
    expect((await fetch(`${url}/graphql?query={teams{id}}`)).status).toBe(404);
    for (const path of ["/graphql/../etc/passwd", "/%", "/graphql%00", "//graphql", `/${"a".repeat(9000)}`]) {
      const response = await fetch(url + path, { method: "POST", body: "{}" });
      expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('"code":"NOT_FOUND"')]);
    }
  });

  test("100 MB, with a content length or without, is refused and the connection closed", async () => {
    const { post, port, socket, admin } = await shared();
    const withLength = await socket();
    withLength.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer ${admin}\r\ncontent-length: 104857600\r\n\r\n`,
    );
    expect(String((await once(withLength, "data"))[0])).toContain("413");
    const huge = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
        sent += 1;
        if (sent === 100) controller.close();
      },
    });
    let sent = 0;
    const headers = { "content-type": "application/json", authorization: `Bearer ${admin}` };
    const options = { method: "POST", headers, body: huge, duplex: "half" } as RequestInit;
    expect((await fetch(`http://127.0.0.1:${port}/graphql`, options)).status).toBe(413);
    expect((await post(documentBody("{ teams { id } }"))).code).toBeUndefined();
  });

  test("a few million brackets are refused before they are parsed", async () => {
    const { post } = await listeningServer();
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const depth = 500_000;
      const body = setBody(open.repeat(depth) + (open === "[" ? "" : "1") + close.repeat(depth));
      expect(await post(body)).toMatchObject({ status: 200, code: "LIMIT_EXCEEDED" });
    }
    expect((await post(setBody(JSON.stringify('[{"'.repeat(50_000))))).code).toBeUndefined();
  });

  test("a million small values are refused before they are parsed", async () => {
    const { post } = await listeningServer();
    for (const value of [`[${"[],".repeat(300_000)}1]`, `{${'"a":1,'.repeat(300_000)}"b":1}`]) {
      expect(await post(setBody(value))).toMatchObject({ status: 200, code: "LIMIT_EXCEEDED" });
    }
    expect((await post(setBody(`[${"1,".repeat(190_000)}1]`))).code).toBeUndefined();
  });

  const noRequests: [what: string, bytes: string, status: string, code: string][] = [
    ["no HTTP at all", `${canary}\r\n\r\n`, "400", "BAD_INPUT"],
    ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "400", "BAD_INPUT"],
    ["a header that is none", `POST /graphql HTTP/1.1\r\nhost: x\r\n${canary}\r\n\r\n`, "400", "BAD_INPUT"],
    [
      "two lengths",
      "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
      "400",
      "BAD_INPUT",
    ],
    [
      "a length and chunks",
      "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}",
      "400",
      "BAD_INPUT",
    ],
    [
      "large headers",
      `GET /healthz HTTP/1.1\r\nhost: x\r\na: ${canary.repeat(1000)}\r\n\r\n`,
      "431",
      "UNAUTHENTICATED",
    ],
  ];
  test.each(noRequests)("%s", async (_what, bytes, status, code) => {
    const { socket, post, log } = await shared();
    const one = await socket();
    let answer = "";
    one.setEncoding("utf8").on("data", (text: string) => {
      answer += text;
    });
    one.write(bytes, "latin1");
    await once(one, "close");
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "").errors[0].extensions.code).toBe(code);
    expect(log()).not.toContain("rawPacket");
    for (const spelling of spellings(canary)) expect(answer + log()).not.toContain(spelling);
    expect((await post(documentBody("{ teams { id } }"))).code).toBeUndefined();
  });

  test("that come slowly end in time, and hold up nobody", async () => {
    const { socket, post, admin } = await listeningServer({ requestTimeoutMs: 300 });
    const slow = await Promise.all(Array.from({ length: 50 }, socket));
    for (const one of slow)
      one.write(
        `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer ${admin}\r\ncontent-length: 100\r\n\r\n{`,
      );
    const silent = await socket();
    const closed = [silent, ...slow].map((one) => once(one, "close"));
    let last = "";
    for (const one of slow) {
      one.setEncoding("utf8").on("data", (text: string) => {
        last = text;
      });
    }
    silent.resume();
    expect((await post(documentBody("{ teams { id } }"))).code).toBeUndefined();
    await Promise.all(closed.slice(1));
    expect(last).toMatch(/^HTTP\/1.1 408 .*"code":"LIMIT_EXCEEDED"/s);
  });

  test("that end after their token was revoked change nothing", async () => {
    const server = await listeningServer();
    const editor = await server.makeToken("editor");
    const [socket, body] = [await server.socket(), setBody("1")];
    const headers = `authorization: Bearer ${editor.token}\r\ncontent-type: application/json`;
    socket.write(`POST /graphql HTTP/1.1\r\nhost: x\r\n${headers}\r\ncontent-length: ${body.length}\r\n\r\n{`);
    const used = `select last_used_at as at from token where id = '${editor.id}'`;
    await expect.poll(() => server.sql(used)).toEqual([{ at: server.clock.now }]);
    const revoke = `mutation { revokeToken(input: { id: "${editor.id}" }) { success } }`;
    expect((await server.ask(server.admin, revoke)).code).toBeUndefined();
    server.clock.now += 100;
    socket.write(body.slice(1));
    expect(String((await once(socket, "data"))[0])).toContain("UNAUTHENTICATED");
    expect(await server.sql("select name from secret")).toEqual([]);
  });

  test("all together have a limit, small ones are still received", async () => {
    const { socket, post, admin } = await listeningServer({ limits: { bufferedBytes: 100_000 } });
    const holding = await socket();
    holding.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer ${admin}\r\ncontent-length: 110000\r\n\r\n${" ".repeat(109_000)}`,
    );
    const large = setBody(JSON.stringify("x".repeat(90_000)));
    await expect.poll(async () => (await post(large)).code).toBe("RATE_LIMITED");
    expect(await post(large)).toMatchObject({ status: 429 });
    expect((await post(documentBody("{ teams { id } }"))).code).toBeUndefined();
    holding.destroy();
    await expect.poll(async () => (await post(large)).code).toBeUndefined();
  });
});

test("lists that are too long together are refused, versions included", async () => {
  const { set, post } = await listeningServer({ limits: { answerRows: 10 } });
  for (const name of ["a", "b", "c", "a", "b", "c"]) await set(name, 1);
  const secrets = (count: number): string =>
    documentBody(`{ ${Array.from({ length: count }, (_none, index) => `a${index}: secret { name }`).join(" ")} }`);
  for (let time = 0; time < 2; time += 1) {
    expect((await post(secrets(3))).code).toBeUndefined();
    expect(await post(secrets(4))).toMatchObject({ status: 200, code: "LIMIT_EXCEEDED" });
    expect((await post(documentBody("{ secret { versions { version } } }"))).code).toBeUndefined();
    const twice = "{ secret { versions { version } } again: secret { name } }";
    expect(await post(documentBody(twice))).toMatchObject({ status: 200, code: "LIMIT_EXCEEDED" });
  }
});

test("values that are too large together are refused, over all fields of the request", async () => {
  const { set, openRun, post, sql } = await listeningServer({ limits: { answerBytes: 1000 } });
  for (const name of ["a", "b", "c"]) await set(name, "x".repeat(400));
  const { token } = await openRun();
  const many = (names: string): string => documentBody(`{ secretValues(names: [${names}]) { value } }`);
  expect((await post(many('"a", "b"'), token)).code).toBeUndefined();
  expect(await post(many('"a", "b", "c"'), token)).toMatchObject({ status: 200, code: "LIMIT_EXCEEDED" });
  const fields = ["a", "b", "c"].map((name) => `${name}: secretValue(name: "${name}")`).join(" ");
  const answer = JSON.parse((await post(documentBody(`{ ${fields} }`), token)).text);
  expect(Object.values(answer.data).filter((value) => value === null)).toHaveLength(1);
  expect(answer.errors).toMatchObject([{ extensions: { code: "LIMIT_EXCEEDED" } }]);
  // Three of the list, and one of the three fields.
  const refused = await sql("select code from audit_event where outcome = 'refused'");
  expect(refused).toEqual(Array(4).fill({ code: "LIMIT_EXCEEDED" }));
});

test("values that other answers leave no room for are refused, until those have been taken", async () => {
  const megabyte = 1024 * 1024;
  const { set, openRun, post, socket } = await listeningServer({
    limits: { answerBytes: 20 * megabyte, bufferedBytes: 20 * megabyte },
  });
  await set("large", "x".repeat(megabyte - 2));
  await set("small", "x");
  const { token } = await openRun();
  const fields = Array.from({ length: 19 }, (_none, index) => `a${index}: secretValue(name: "large")`).join(" ");
  const body = documentBody(`{ ${fields} }`);
  const taking = await socket();
  taking.pause();
  taking.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer ${token}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await expect.poll(async () => (await post(body, token)).code).toBe("RATE_LIMITED");
  expect((await post(documentBody('{ secretValue(name: "small") }'), token)).code).toBeUndefined();
  taking.destroy();
  await expect.poll(async () => (await post(body, token)).code).toBeUndefined();
});

test("lists that need more memory than all responses have are too long, and not asked for too early", async () => {
  const { post, ask, admin } = await listeningServer({ limits: { answerBytes: 20_000, bufferedBytes: 20_000 } });
  const input = Array.from({ length: 200 }, (_none, index) => ({ name: `n${index}`, value: index }));
  await ask(admin, "mutation ($input: [setSecretInput!]!) { setSecrets(input: $input) { success } }", { input });
  const answer = await post(documentBody("{ secret { name updatedBy } }"));
  expect(answer).toMatchObject({ status: 200, code: "LIMIT_EXCEEDED" });
  expect(JSON.parse(answer.text).errors[0].extensions.tip).toBe("Ask for less in one request.");
  expect((await post(documentBody("{ secret(limit: 50) { name updatedBy } }"))).code).toBeUndefined();
});

test("a response is counted as it is sent: with its escapes, each name once, and before anything is decrypted", async () => {
  const { set, openRun, post, sql, stores } = await listeningServer({ limits: { answerBytes: 100_000 } });
  await set("control", "\u0001".repeat(12_000));
  await set("small", "x");
  const { token } = await openRun();
  const read = (names: string[]): ReturnType<typeof post> =>
    post(documentBody(`{ secretValues(names: ${JSON.stringify(names)}) { name value } }`), token);
  expect((await read(["control"])).code).toBeUndefined();
  expect(await read(["control", "small", "control"])).toMatchObject({ code: undefined });
  expect(JSON.parse((await read(Array(500).fill("small"))).text).data.secretValues).toEqual([
    { name: "small", value: "x" },
  ]);
  const fields = '{ a: secretValue(name: "control") b: secretValue(name: "control") }';
  expect(await post(documentBody(fields), token)).toMatchObject({ code: "LIMIT_EXCEEDED" });
  if (stores.vault !== undefined) return;
  // One that can't be decrypted any more is refused by its size all the same.
  await sql(
    "update vault_value set sealed = zeroblob(200000) where name = 'control'".replace(
      "zeroblob(200000)",
      stores.database === undefined ? "zeroblob(200000)" : "decode(repeat('00', 200000), 'hex')",
    ),
  );
  expect(await read(["control"])).toMatchObject({ code: "LIMIT_EXCEEDED" });
});

test("what is asked for again and again in each row of a list has the limits of a response", async () => {
  const { set, post } = await listeningServer({ limits: { answerBytes: 100_000 } });
  for (let count = 0; count < 20; count += 1) await set(`${"n".repeat(200)}${count}`, count);
  const names = (times: number): string =>
    documentBody(`{ secret { ${Array.from({ length: times }, (_none, index) => `a${index}: name`).join(" ")} } }`);
  expect((await post(names(10))).code).toBeUndefined();
  expect(await post(names(50))).toMatchObject({ status: 200, code: "LIMIT_EXCEEDED" });
});

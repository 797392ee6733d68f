import type { LookupFunction } from "node:net";
import { describe, expect, test } from "vitest";
import { lastRow, openWith } from "../../test/identities.ts";
import { type Issuer, life, newSigner, type Signer, startIssuer } from "../../test/issuer.ts";
import { type TestServer, testServer } from "../../test/test-server.ts";
import { createTrust, deploy } from "../../test/trusts.ts";
import { askIssuer } from "./ask-issuer.ts";
import { isPublicAddress } from "./public-addresses.ts";

interface Asked {
  readonly server: TestServer;
  readonly issuer: Issuer;
  readonly signer: Signer;
  /** Opens a run with a token of a signer's. */
  open(by?: Signer): ReturnType<typeof openWith>;
}

async function asked(options: { listed?: boolean; issuerTimeoutMs?: number } = {}): Promise<Asked> {
  const signer = await newSigner("1");
  const issuer = await startIssuer([signer.jwk]);
  const { listed = true, ...rest } = options;
  const server = await testServer({ ...rest, ...(listed && { trustIssuers: `https://other.example, ${issuer.url}` }) });
  await createTrust(server, { ...deploy, issuer: issuer.url, claims: { sub: "api" } });
  const open: Asked["open"] = async (by = signer) =>
    openWith(server, await by.sign({ ...life(server.clock.now), iss: issuer.url, sub: "api" }));
  return { server, issuer, signer, open };
}

describe("an issuer's keys", () => {
  test("are found by discovery, cached, and asked for anew after ten minutes", async () => {
    const { server, issuer, open } = await asked();
    for (const _time of [1, 2]) expect((await open()).errors).toEqual([]);
    expect(issuer.asked).toEqual(["/.well-known/openid-configuration", "/keys"]);
    server.clock.now += 600_000;
    expect((await open()).errors).toEqual([]);
    expect(issuer.asked).toHaveLength(4);
  });

  test("may rotate in between; for unknown ones the issuer is asked at most four times a minute", async () => {
    const { server, issuer, open } = await asked();
    expect((await open()).code).toBeUndefined();
    const next = await newSigner("2");
    issuer.keys = [next.jwk];
    expect((await open(next)).code).toBeUndefined();
    const unknown = await newSigner("3");
    for (let count = 0; count < 10; count += 1) expect((await open(unknown)).code).toBe("UNAUTHENTICATED");
    expect(issuer.asked).toHaveLength(8);
    expect((await open(next)).code).toBeUndefined();
    server.clock.now += 60_000;
    expect((await open(unknown)).code).toBe("UNAUTHENTICATED");
    expect(issuer.asked).toHaveLength(10);
  });

  test("may be replaced under the same name", async () => {
    const { server, issuer, signer, open } = await asked();
    expect((await open()).code).toBeUndefined();
    const next = await newSigner("1");
    issuer.keys = [next.jwk];
    server.clock.now += 600_000;
    expect((await open(next)).code).toBeUndefined();
    expect((await open(signer)).code).toBe("UNAUTHENTICATED");
  });

  test("verify nothing where two have one name, where they are for encryption, or where they would take seconds", async () => {
    const { server, issuer, signer, open } = await asked();
    const [other, rsa] = [await newSigner("1"), await newSigner("1", "RS256")];
    const refused: [Signer, Issuer["keys"]][] = [
      [signer, [signer.jwk, other.jwk]],
      [signer, [{ ...signer.jwk, use: "enc" }]],
      // The same exponent, with nine bytes of nothing in front.
      [rsa, [{ ...rsa.jwk, e: `AAAAAAAAAAAA${rsa.jwk.e}` }]],
    ];
    for (const [by, keys] of refused) {
      issuer.keys = keys;
      expect((await open(by)).code).toBe("UNAUTHENTICATED");
      server.clock.now += 60_000;
    }
    issuer.keys = [rsa.jwk];
    expect((await open(rsa)).code).toBeUndefined();
  });

  test("are not asked for where only a trust for people names the issuer", async () => {
    const signer = await newSigner("1");
    const issuer = await startIssuer([signer.jwk]);
    const server = await testServer({ trustIssuers: issuer.url });
    const trust = { name: "people", for: "people", issuer: issuer.url, claims: { sub: "api" } };
    expect((await createTrust(server, { ...trust, grants: [{ role: "editor" }] })).code).toBeUndefined();
    const claims = { ...life(server.clock.now), iss: issuer.url, sub: "api" };
    expect((await openWith(server, await signer.sign(claims))).code).toBe("UNAUTHENTICATED");
    expect((await lastRow(server)).detail).toEqual({ reason: "issuer" });
    expect(issuer.asked).toEqual([]);
  });

  const failures: [what: string, answer: NonNullable<Issuer["answer"]>][] = [
    ["fails", (_request, response) => response.writeHead(500).end()],
    ["redirects", (_request, response) => response.writeHead(302, { location: "/keys" }).end()],
    ["sends too much", (_request, response) => response.end(JSON.stringify({ keys: ["x".repeat(100_000)] }))],
    ["sends no JSON", (_request, response) => response.end("<html>")],
    ["does not answer", () => {}],
    ["breaks off", (request) => request.socket.destroy()],
    [
      "is another",
      ({ headers }, response) =>
        response.end(JSON.stringify({ issuer: `http://${headers.host}/`, jwks_uri: `http://${headers.host}/keys` })),
    ],
    [
      "has its keys elsewhere over http",
      ({ headers }, response) =>
        response.end(JSON.stringify({ issuer: `http://${headers.host}`, jwks_uri: "http://keys.example/keys" })),
    ],
  ];

  test.each(failures)("can't be had where it %s, and open runs go on", async (what, answer) => {
    const isSilent = what === "does not answer";
    const { server, issuer, signer, open } = await asked(isSilent ? { issuerTimeoutMs: 2000 } : {});
    const { id, token } = (await open()).data.openRun;
    issuer.answer = answer;
    const extend = `mutation { extendRun(input: { id: "${id}", ttlSeconds: 3600 }) { id } }`;
    expect((await server.ask(token, extend)).code).toBeUndefined();
    server.clock.now += 600_000;
    expect((await open()).code).toBe("ISSUER_UNAVAILABLE");
    expect(await lastRow(server)).toMatchObject({
      code: "ISSUER_UNAVAILABLE",
      detail: { reason: "issuer unavailable" },
    });
    const ready = await server.server.inject({ method: "GET", url: "/readyz" });
    expect([ready.statusCode, JSON.parse(ready.body)]).toMatchObject([
      200,
      { status: "ok", warnings: [expect.stringContaining("1 ")] },
    ]);
    issuer.answer = undefined;
    expect((await open(signer)).code).toBeUndefined();
    server.clock.now += 1000;
    const again = await server.server.inject({ method: "GET", url: "/readyz" });
    expect(JSON.parse(again.body)).not.toHaveProperty("warnings");
  });

  test("are not asked for at an address that is not public, unless the operator lists the issuer", async () => {
    const { server, issuer, open } = await asked({ listed: false });
    expect((await open()).code).toBe("ISSUER_UNAVAILABLE");
    expect(issuer.asked).toEqual([]);
    expect(server.log()).toContain("not a public address");
    const signer = await newSigner("1");
    for (const host of ["127.0.0.1", "169.254.169.254", "10.0.0.1", "[::1]", "[::ffff:7f00:1]", "[fd00::1]"]) {
      const iss = `https://${host}`;
      expect(
        (await createTrust(server, { ...deploy, name: host, issuer: iss, claims: { sub: "api" } })).errors,
      ).toEqual([]);
      const opened = await openWith(server, await signer.sign({ ...life(server.clock.now), iss, sub: "api" }));
      expect(opened.code, host).toBe("ISSUER_UNAVAILABLE");
      expect((await lastRow(server)).detail, host).toEqual({ reason: "issuer unavailable" });
      expect(server.log()).toContain(`${host.replace(/[[\]]/g, "")} is not a public address`);
    }
  });
});

test("an address of this machine, this network or none at all is not public, however it is written", () => {
  const refused = [
    ...["127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1"],
    ...["0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1"],
    ...["::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "fe80::1", "fe80::1%eth0", "fd00::1"],
    ...[
      "64:ff9b::7f00:1",
      "64:ff9b:1::1",
      "2002:7f00:1::",
      "2001:0:7f00:1::",
      "2001:db8::1",
      "ff02::1",
      "localhost",
      "",
    ],
  ];
  expect(refused.filter(isPublicAddress)).toEqual([]);
  const allowed = ["140.82.121.3", "172.32.0.1", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::1"];
  expect(allowed.filter(isPublicAddress)).toEqual(allowed);
});

describe("askIssuer", () => {
  const ask = { maxBytes: 1000, timeoutMs: 5000, anywhere: false };

  test.each([
    "https://127.0.0.1/keys",
    "https://169.254.169.254/latest/meta-data",
    "https://[::ffff:10.0.0.1]/keys",
    "https://[::1]/keys",
    "https://0x7f.1/keys",
    "https://2130706433/keys",
    "http://localhost:1/keys",
  ])("asks nothing at %s", async (url) => {
    await expect(askIssuer(url, ask)).rejects.toThrow("not a public address");
  });

  test("connects to the address that was checked, not to what the name resolves to after that", async () => {
    const lookups: string[] = [];
    // At first an address that is public, and nobody's; then this machine: as a name does whose owner turns it in between.
    const turning: LookupFunction = (hostname, _options, callback) => {
      lookups.push(hostname);
      callback(null, [lookups.length === 1 ? { address: "2000::1", family: 6 } : { address: "127.0.0.1", family: 4 }]);
    };
    const options = { ...ask, timeoutMs: 100, lookup: turning };
    await expect(askIssuer("https://turning.example/keys", options)).rejects.not.toThrow("not a public address");
    expect(lookups).toEqual(["turning.example"]);
    await expect(askIssuer("https://turning.example/keys", options)).rejects.toThrow(
      "127.0.0.1 is not a public address",
    );
  });

  test("refuses a name of which any address is not public", async () => {
    const both: LookupFunction = (_hostname, _options, callback) =>
      callback(null, [
        { address: "140.82.121.3", family: 4 },
        { address: "fd00::1", family: 6 },
      ]);
    await expect(askIssuer("https://both.example/keys", { ...ask, lookup: both })).rejects.toThrow("fd00::1 is not");
  });

  test.each(["http://issuer.example", "ftp://issuer.example", "file:///etc/passwd", "issuer.example"])(
    "asks nothing of %s",
    async (url) => {
      await expect(askIssuer(url, ask)).rejects.toThrow("is not a URL");
    },
  );
});

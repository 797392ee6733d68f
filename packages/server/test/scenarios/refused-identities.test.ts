import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { type CryptoKey, exportSPKI, importJWK } from "jose";
import { expect, test } from "vitest";
import { githubToken, lastRow, openWith, trustedServer } from "../identities.ts";
import { githubClaims, newSigner } from "../issuer.ts";
import { publicUrl } from "../trusts.ts";

test("what is not taken has one same answer, and a row that says why without the token", async () => {
  const server = await trustedServer();
  const { signer, clock } = server;
  const claims = githubClaims(clock.now);
  const at = Math.floor(clock.now / 1000);
  const good = await signer.sign(claims);
  const [header = "", payload = "", signature = ""] = good.split(".");
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const spki = await exportSPKI((await importJWK(signer.jwk, "ES256")) as CryptoKey);
  const forged = `${encode({ alg: "HS256", kid: "key 1" })}.${payload}`;
  const other = await newSigner("key 1");
  const without = (all: object, name: string): object =>
    Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));
  const signed = (changed: object): Promise<string> => signer.sign({ ...claims, ...changed });

  const refused: [what: string, jwt: string | Promise<string>, reason: string][] = [
    ["another's signature", other.sign(claims), "signature"],
    ["another payload", `${header}.${encode({ ...claims, jti: "x" })}.${signature}`, "signature"],
    ["no signature", `${header}.${payload}.`, "signature"],
    ["alg none", `${encode({ alg: "none", kid: "key 1" })}.${payload}.`, "algorithm"],
    [
      "HS256 by the public key",
      `${forged}.${createHmac("sha256", spki).update(forged).digest("base64url")}`,
      "algorithm",
    ],
    ["an unknown kid", (await newSigner("key 2")).sign(claims), "key"],
    ["no kid", signer.sign(claims, { kid: undefined }), "key"],
    ["another algorithm than the key's", (await newSigner("key 1", "ES384")).sign(claims), "key"],
    ["an issuer with a slash", signed({ iss: `${claims.iss}/` }), "issuer"],
    ["an issuer in another case", signed({ iss: "https://Token.actions.githubusercontent.com" }), "issuer"],
    ["another audience", signed({ aud: "https://other.example" }), "audience"],
    ["an audience with a slash", signed({ aud: `${publicUrl}/` }), "audience"],
    ["several audiences", signed({ aud: [publicUrl, "https://other.example"] }), "audience"],
    ["no audience", signed({ aud: undefined }), "audience"],
    ["an expired one", signed({ iat: at - 400, exp: at - 60 }), "expired"],
    ["one that is not yet valid", signed({ nbf: at + 61 }), "not yet valid"],
    ["one that is issued in the future", signed({ iat: at + 61, exp: at + 200 }), "issued in the future"],
    ["no end", signer.sign(without(claims, "exp")), "lifetime"],
    ["an end that is a string", signed({ exp: String(at + 60) }), "lifetime"],
    ["a life of more than a day", signed({ iat: at, exp: at + 86_401 }), "lifetime"],
    ["a jku", signer.sign(claims, { jku: "https://evil.example/keys" }), "header"],
    ["an x5u", signer.sign(claims, { x5u: "https://evil.example/keys" }), "header"],
    ["a jwk", other.sign(claims, { jwk: other.jwk }), "header"],
    ["an extension", `${encode({ alg: "ES256", kid: "key 1", crit: ["x"], x: 1 })}.${payload}.${signature}`, "header"],
    ["a prefix of a claim", signed({ repository: "acme/order" }), "claims"],
    ["a claim with more behind", signed({ repository: "acme/orders2" }), "claims"],
    ["a claim in another case", signed({ repository: "Acme/orders" }), "claims"],
    ["a number for a string", signed({ environment: 1 }), "claims"],
    ["an object for a string", signed({ environment: { production: "production" } }), "claims"],
    ["no such claim", signer.sign(without(claims, "environment")), "claims"],
    ["a list without the claim", signed({ event_name: ["pull_request"] }), "claims"],
    ["a token of a megabyte", `${header}.${"A".repeat(1_000_000)}.${signature}`, "size"],
    ["what is no JSON", `${header}.AAAA.${signature}`, "format"],
    ["a list for a payload", `${header}.${encode([])}.${signature}`, "format"],
    ["four parts", `${good}.${signature}`, "format"],
  ];
  const answers = new Set<string>();
  const sent = [good];
  for (const [what, promised, reason] of refused) {
    const jwt = await promised;
    sent.push(jwt);
    const { data, errors } = await openWith(server, jwt);
    expect(data, what).toBeNull();
    answers.add(JSON.stringify(errors).replace(/"requestId":"[^"]*"/, ""));
    const row = await lastRow(server);
    expect(row, what).toMatchObject({ outcome: "refused", code: "UNAUTHENTICATED", detail: { reason } });
  }
  expect([...answers]).toEqual([expect.stringContaining("UNAUTHENTICATED")]);
  expect((await lastRow(server)).action).toBe("request.authenticate");
  expect((await openWith(server, good)).code).toBeUndefined();

  const tables = ["audit_event", "run", "trust", "used_identity"];
  const rows = await Promise.all(tables.map((table) => server.sql(`select * from ${table}`)));
  const everything = [server.log(), JSON.stringify(rows), ...answers].join("\n");
  for (const jwt of sent) {
    for (const part of jwt.split(".").slice(1)) if (part.length > 20) expect(everything).not.toContain(part.slice(-20));
  }
});

test("one that is too long is refused with a row, also where the headers are too large to be read", async () => {
  const server = await trustedServer({}, { limits: { unknownTokensPerSecond: 2 } });
  const url = await server.server.listen({ host: "127.0.0.1", port: 0 });
  const long = (length: number): string => `e30.${"A".repeat(length)}.AA`;
  const headers = { authorization: `Bearer ${long(12_289)}`, "content-type": "application/json" };
  const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: "{}" });
  expect(JSON.parse(await response.text()).errors[0].extensions.code).toBe("UNAUTHENTICATED");
  expect(await lastRow(server)).toMatchObject({ code: "UNAUTHENTICATED", detail: { reason: "size" } });

  const sendTooLarge = async (): Promise<string> => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1").setEncoding("utf8");
    let answer = "";
    socket.on("data", (text) => {
      answer += text;
    });
    // What it still sends may be answered with a reset, before it has read the answer.
    const closed = new Promise((resolve) => socket.on("error", () => {}).once("close", resolve));
    socket.write(`POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${long(1_000_000)}\r\n\r\n`);
    await closed;
    return answer;
  };
  const rows = () =>
    server.sql(`select outcome, code, detail, address from audit_event where action = 'request.authenticate'`);
  const row = { outcome: "refused", code: "UNAUTHENTICATED", detail: '{"reason":"size"}', address: "127.0.0.1" };
  // As often as an address may send unknown tokens.
  for (const recorded of [2, 3, 3]) {
    expect(await sendTooLarge()).toMatch(/^$|^HTTP\/1\.1 431 (?:.|\s)*UNAUTHENTICATED/);
    await expect.poll(rows).toEqual(Array(recorded).fill(row));
  }
  expect((await openWith(server, await githubToken(server))).code).toBeUndefined();
  expect(await rows()).toHaveLength(3);
});

test("the log of a team says which claims of an authentic token fail", async () => {
  const server = await trustedServer();
  expect((await openWith(server, await githubToken(server, { environment: "staging" }))).code).toBe("UNAUTHENTICATED");
  expect(await lastRow(server)).toMatchObject({ detail: { reason: "claims", trusts: ["deploy: environment"] } });
});

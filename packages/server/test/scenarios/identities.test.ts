import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { canary } from "@tooling/vitest/canary";
import { type CryptoKey, exportSPKI, importJWK } from "jose";
import { describe, expect, test } from "vitest";
import { lastRow, openWith, type TrustedServer, trustedServer } from "../identities.ts";
import { githubClaims, gitlabClaims, kubernetesClaims, life, newSigner } from "../issuer.ts";
import { createTrust, deleteTrust, deploy, publicUrl, type TrustInput } from "../trusts.ts";

const github = (server: TrustedServer, more: object = {}): Promise<string> =>
  server.signer.sign({ ...githubClaims(server.clock.now), ...more });

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

describe("a signed token that a trust takes", () => {
  test("opens a run by the trust's grants, and the record says whom it names", async () => {
    const server = await trustedServer();
    const jwt = await github(server);
    const opened = await openWith(server, jwt, { label: "deploy" });
    expect(opened.errors).toEqual([]);
    const { id, token } = opened.data.openRun;
    const claims = { repository: "acme/orders", event_name: "push", environment: "production" };
    expect(await lastRow(server)).toMatchObject({
      ...{ action: "run.open", subject: id, actor: "github:acme/orders@production", actorId: server.trust },
      ...{ outcome: "allowed", detail: { trust: "deploy", claims, allow: null } },
    });
    expect((await server.read(token, "prod/orders/db")).data.secretValue).toBe(canary);
    expect((await server.read(token, "prod/billing/db")).code).toBe("NAME_NOT_ALLOWED");
    const list = "{ runs { id openedBy openedById claims live } }";
    expect((await server.ask(server.admin, list)).data.runs).toEqual([
      { id, openedBy: "github:acme/orders@production", openedById: server.trust, claims, live: true },
    ]);
    const extend = `mutation { extendRun(input: { id: "${id}", ttlSeconds: 3600 }) { expiresAt } }`;
    expect((await server.ask(token, extend)).data.extendRun.expiresAt).toBe("2026-01-31T10:30:00.000Z");
  });

  const platforms: [string, Partial<TrustInput>, (now: number) => object, actor: string][] = [
    [
      "GitLab",
      { issuer: "https://gitlab.com", claims: { project_path: "acme/orders", ref_protected: "true" } },
      gitlabClaims,
      "gitlab:acme/orders@production",
    ],
    [
      "Kubernetes",
      {
        issuer: "https://kubernetes.default.svc.cluster.local",
        claims: { "kubernetes.io.namespace": "orders", "kubernetes.io.serviceaccount.name": "api" },
      },
      kubernetesClaims,
      "kubernetes:orders/api",
    ],
    [
      "another issuer",
      { issuer: "https://ci.example", claims: { groups: ["deployers", "ops"], trusted: true } },
      (now) => ({ ...life(now), iss: "https://ci.example", groups: ["all", "ops"], trusted: true }),
      "trust:deploy",
    ],
  ];

  test.each(platforms)("is one of %s, too", async (_name, trust, claims, actor) => {
    const server = await trustedServer(trust);
    expect((await openWith(server, await server.signer.sign(claims(server.clock.now)))).errors).toEqual([]);
    expect(await lastRow(server)).toMatchObject({ action: "run.open", actor });
  });

  test("opens one run, however its signature is spelled, unless the trust says otherwise", async () => {
    const once = await trustedServer();
    const jwt = await github(once);
    expect((await openWith(once, jwt)).code).toBeUndefined();
    const signature = Buffer.from(jwt.split(".")[2] ?? "", "base64url");
    const order = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    const mirrored = (order - BigInt(`0x${signature.subarray(32).toString("hex")}`)).toString(16).padStart(64, "0");
    const other = Buffer.concat([signature.subarray(0, 32), Buffer.from(mirrored, "hex")]).toString("base64url");
    for (const again of [jwt, jwt.replace(/[^.]+$/, other)]) {
      expect((await openWith(once, again)).code).toBe("UNAUTHENTICATED");
      expect(await lastRow(once)).toMatchObject({ action: "run.open", detail: { reason: "used before" } });
    }
    // The answer does not tell that it is authentic.
    expect((await openWith(once, jwt)).errors).toEqual((await openWith(once, `${jwt}x`)).errors);
    expect((await openWith(once, await github(once))).code).toBeUndefined();

    // 256 bytes leave four bits of the last character that say nothing.
    const rsa = await newSigner("rsa", "RS256");
    const ofRsa = await trustedServer({ jwks: { keys: [rsa.jwk] } });
    const signed = await rsa.sign(githubClaims(ofRsa.clock.now));
    const last = alphabet.indexOf(signed.slice(-1));
    expect((await openWith(ofRsa, signed)).code).toBeUndefined();
    expect((await openWith(ofRsa, signed.slice(0, -1) + alphabet[last ^ 1])).code).toBe("UNAUTHENTICATED");
    expect(await lastRow(ofRsa)).toMatchObject({ detail: { reason: "used before" } });

    const reusable = await trustedServer({ reusable: true });
    const many = await github(reusable);
    for (const _time of [1, 2]) expect((await openWith(reusable, many)).code).toBeUndefined();
  });

  test("is not used up by a run that is refused, and is forgotten once it has expired", async () => {
    const server = await trustedServer();
    const jwt = await github(server);
    expect((await openWith(server, jwt, { allow: ["prod/billing/db"] })).code).toBe("NAME_NOT_ALLOWED");
    expect(await lastRow(server)).toMatchObject({ actor: "github:acme/orders@production", code: "NAME_NOT_ALLOWED" });
    expect((await openWith(server, jwt)).code).toBeUndefined();
    const remembered = () => server.sql("select trust_id from used_identity");
    expect(await remembered()).toEqual([{ trust_id: server.trust }]);
    server.clock.now += 3_600_000;
    expect((await openWith(server, await github(server))).code).toBeUndefined();
    expect(await remembered()).toHaveLength(1);
  });

  test("does nothing but open runs", async () => {
    const server = await trustedServer();
    const fields = ["whoami { name }", "runs { id }", "secret { name }", 'secretValue(name: "prod/orders/db")'];
    for (const field of fields) {
      expect((await server.ask(await github(server), `{ ${field} }`)).code, field).toBe("FORBIDDEN");
    }
    expect(await lastRow(server)).toMatchObject({ actor: "github:acme/orders@production", outcome: "refused" });
  });

  test("names its trust where several fit, also one of another team", async () => {
    const server = await trustedServer();
    const { ask, admin, signer, trust } = server;
    const other = (await ask(admin, 'mutation { createTeam(input: { name: "other" }) { token } }')).data.createTeam;
    const jwks = { keys: [signer.jwk] };
    const theirs = (await createTrust(server, { ...deploy, jwks }, other.token)).data.createTrust;
    expect((await openWith(server, await github(server))).code).toBe("UNAUTHENTICATED");
    expect(await lastRow(server)).toMatchObject({ detail: { reason: "several trusts fit" } });
    for (const id of [trust, theirs.id]) {
      expect((await openWith(server, await github(server), { trust: id })).code).toBeUndefined();
    }
    expect((await openWith(server, await github(server), { trust: "x" })).code).toBe("UNAUTHENTICATED");
    expect((await ask(admin, 'mutation { openRun(input: { trust: "x" }) { id } }')).code).toBe("BAD_INPUT");
    const rows = '{ auditEvents(where: { action: "run.open" }) { actorId } }';
    expect((await ask(other.token, rows)).data.auditEvents).toEqual([{ actorId: theirs.id }]);
  });

  test("opens no more runs than a trust may have live, or than are remembered", async () => {
    const live = await trustedServer({}, { limits: { liveRuns: 1 } });
    expect((await openWith(live, await github(live))).code).toBeUndefined();
    expect((await openWith(live, await github(live))).code).toBe("LIMIT_EXCEEDED");
    const used = await trustedServer({}, { limits: { usedIdentities: 1 } });
    const first = await github(used);
    expect((await openWith(used, first)).code).toBeUndefined();
    expect((await openWith(used, await github(used))).code).toBe("LIMIT_EXCEEDED");
    expect((await openWith(used, first)).code).toBe("UNAUTHENTICATED");
    expect(await used.sql("select trust_id from used_identity")).toHaveLength(1);
    // What has expired makes room.
    used.clock.now += 3_600_000;
    for (const code of [undefined, "LIMIT_EXCEEDED"])
      expect((await openWith(used, await github(used))).code).toBe(code);
    expect(await used.sql("select remembered from used_identity_count")).toEqual([{ remembered: 1 }]);
  });

  test("opens nothing once its trust is deleted, and the runs that it opened end", async () => {
    const server = await trustedServer();
    const { token } = (await openWith(server, await github(server))).data.openRun;
    await deleteTrust(server, server.trust);
    expect((await server.read(token, "prod/orders/db")).code).toBe("RUN_ENDED");
    expect((await openWith(server, await github(server))).code).toBe("UNAUTHENTICATED");
    expect(await lastRow(server)).toMatchObject({ detail: { reason: "issuer" } });
  });

  test("is not believed of a trust that was changed in the database", async () => {
    const server = await trustedServer();
    await server.sql('update trust set claims = \'{"event_name":"push"}\'');
    expect((await openWith(server, await github(server, { repository: "evil/orders" }))).code).toBe("UNAUTHENTICATED");
    expect(await lastRow(server)).toMatchObject({ detail: { reason: "trust" } });
  });
});

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
  expect((await openWith(server, await github(server))).code).toBeUndefined();
  expect(await rows()).toHaveLength(3);
});

test("the log of a team says which claims of an authentic token fail", async () => {
  const server = await trustedServer();
  expect((await openWith(server, await github(server, { environment: "staging" }))).code).toBe("UNAUTHENTICATED");
  expect(await lastRow(server)).toMatchObject({ detail: { reason: "claims", trusts: ["deploy: environment"] } });
});

test("a clock may differ by a minute", async () => {
  const server = await trustedServer();
  const at = Math.floor(server.clock.now / 1000);
  for (const times of [
    { iat: at - 300, nbf: at - 300, exp: at - 59 },
    { iat: at + 59, nbf: at + 60 },
  ]) {
    expect((await openWith(server, await github(server, times))).errors).toEqual([]);
  }
});

test("a row of a trust's id with other claims takes nobody for the trust, which is left beside it", async () => {
  const server = await trustedServer();
  await server.sql("create table doubled as select * from trust");
  await server.sql("update doubled set claims = '{}'");
  await server.sql("insert into doubled select * from trust");
  await server.sql("drop table trust");
  await server.sql("alter table doubled rename to trust");
  expect((await openWith(server, await github(server, { repository: "acme/fork" }))).code).toBe("UNAUTHENTICATED");
  expect(await lastRow(server)).toMatchObject({ detail: { reason: "trust" } });
  expect((await openWith(server, await github(server))).code).toBeUndefined();
});

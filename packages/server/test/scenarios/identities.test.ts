import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { githubToken, lastRow, openWith, trustedServer } from "../identities.ts";
import { githubClaims, gitlabClaims, kubernetesClaims, life, newSigner } from "../issuer.ts";
import { createTrust, deleteTrust, deploy, type TrustInput } from "../trusts.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

describe("a signed token that a trust takes", () => {
  test("opens a run by the trust's grants, and the record says whom it names", async () => {
    const server = await trustedServer();
    const jwt = await githubToken(server);
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
    const jwt = await githubToken(once);
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
    expect((await openWith(once, await githubToken(once))).code).toBeUndefined();

    // 256 bytes leave four bits of the last character that say nothing.
    const rsa = await newSigner("rsa", "RS256");
    const ofRsa = await trustedServer({ jwks: { keys: [rsa.jwk] } });
    const signed = await rsa.sign(githubClaims(ofRsa.clock.now));
    const last = alphabet.indexOf(signed.slice(-1));
    expect((await openWith(ofRsa, signed)).code).toBeUndefined();
    expect((await openWith(ofRsa, signed.slice(0, -1) + alphabet[last ^ 1])).code).toBe("UNAUTHENTICATED");
    expect(await lastRow(ofRsa)).toMatchObject({ detail: { reason: "used before" } });

    const reusable = await trustedServer({ reusable: true });
    const many = await githubToken(reusable);
    for (const _time of [1, 2]) expect((await openWith(reusable, many)).code).toBeUndefined();
  });

  test("is not used up by a run that is refused, and is forgotten once it has expired", async () => {
    const server = await trustedServer();
    const jwt = await githubToken(server);
    expect((await openWith(server, jwt, { allow: ["prod/billing/db"] })).code).toBe("NAME_NOT_ALLOWED");
    expect(await lastRow(server)).toMatchObject({ actor: "github:acme/orders@production", code: "NAME_NOT_ALLOWED" });
    expect((await openWith(server, jwt)).code).toBeUndefined();
    const remembered = () => server.sql("select trust_id from used_identity");
    expect(await remembered()).toEqual([{ trust_id: server.trust }]);
    server.clock.now += 3_600_000;
    expect((await openWith(server, await githubToken(server))).code).toBeUndefined();
    expect(await remembered()).toHaveLength(1);
  });

  test("does nothing but open runs", async () => {
    const server = await trustedServer();
    const fields = ["whoami { name }", "runs { id }", "secret { name }", 'secretValue(name: "prod/orders/db")'];
    for (const field of fields) {
      expect((await server.ask(await githubToken(server), `{ ${field} }`)).code, field).toBe("FORBIDDEN");
    }
    expect(await lastRow(server)).toMatchObject({ actor: "github:acme/orders@production", outcome: "refused" });
  });

  test("names its trust where several fit, also one of another team", async () => {
    const server = await trustedServer();
    const { ask, admin, signer, trust } = server;
    const other = (await ask(admin, 'mutation { createTeam(input: { name: "other" }) { token } }')).data.createTeam;
    const jwks = { keys: [signer.jwk] };
    const theirs = (await createTrust(server, { ...deploy, jwks }, other.token)).data.createTrust;
    expect((await openWith(server, await githubToken(server))).code).toBe("UNAUTHENTICATED");
    expect(await lastRow(server)).toMatchObject({ detail: { reason: "several trusts fit" } });
    for (const id of [trust, theirs.id]) {
      expect((await openWith(server, await githubToken(server), { trust: id })).code).toBeUndefined();
    }
    expect((await openWith(server, await githubToken(server), { trust: "x" })).code).toBe("UNAUTHENTICATED");
    expect((await ask(admin, 'mutation { openRun(input: { trust: "x" }) { id } }')).code).toBe("BAD_INPUT");
    const rows = '{ auditEvents(where: { action: "run.open" }) { actorId } }';
    expect((await ask(other.token, rows)).data.auditEvents).toEqual([{ actorId: theirs.id }]);
  });

  test("opens no more runs than a trust may have live, or than are remembered", async () => {
    const live = await trustedServer({}, { limits: { liveRuns: 1 } });
    expect((await openWith(live, await githubToken(live))).code).toBeUndefined();
    expect((await openWith(live, await githubToken(live))).code).toBe("LIMIT_EXCEEDED");
    const used = await trustedServer({}, { limits: { usedIdentities: 1 } });
    const first = await githubToken(used);
    expect((await openWith(used, first)).code).toBeUndefined();
    expect((await openWith(used, await githubToken(used))).code).toBe("LIMIT_EXCEEDED");
    expect((await openWith(used, first)).code).toBe("UNAUTHENTICATED");
    expect(await used.sql("select trust_id from used_identity")).toHaveLength(1);
    // What has expired makes room.
    used.clock.now += 3_600_000;
    for (const code of [undefined, "LIMIT_EXCEEDED"])
      expect((await openWith(used, await githubToken(used))).code).toBe(code);
    expect(await used.sql("select remembered from used_identity_count")).toEqual([{ remembered: 1 }]);
  });

  test("opens nothing once its trust is deleted, and the runs that it opened end", async () => {
    const server = await trustedServer();
    const { token } = (await openWith(server, await githubToken(server))).data.openRun;
    await deleteTrust(server, server.trust);
    expect((await server.read(token, "prod/orders/db")).code).toBe("RUN_ENDED");
    expect((await openWith(server, await githubToken(server))).code).toBe("UNAUTHENTICATED");
    expect(await lastRow(server)).toMatchObject({ detail: { reason: "issuer" } });
  });

  test("is not believed of a trust that was changed in the database", async () => {
    const server = await trustedServer();
    await server.sql('update trust set claims = \'{"event_name":"push"}\'');
    expect((await openWith(server, await githubToken(server, { repository: "evil/orders" }))).code).toBe(
      "UNAUTHENTICATED",
    );
    expect(await lastRow(server)).toMatchObject({ detail: { reason: "trust" } });
  });
});

test("a clock may differ by a minute", async () => {
  const server = await trustedServer();
  const at = Math.floor(server.clock.now / 1000);
  for (const times of [
    { iat: at - 300, nbf: at - 300, exp: at - 59 },
    { iat: at + 59, nbf: at + 60 },
  ]) {
    expect((await openWith(server, await githubToken(server, times))).errors).toEqual([]);
  }
});

test("a row of a trust's id with other claims takes nobody for the trust, which is left beside it", async () => {
  const server = await trustedServer();
  await server.sql("create table doubled as select * from trust");
  await server.sql("update doubled set claims = '{}'");
  await server.sql("insert into doubled select * from trust");
  await server.sql("drop table trust");
  await server.sql("alter table doubled rename to trust");
  expect((await openWith(server, await githubToken(server, { repository: "acme/fork" }))).code).toBe("UNAUTHENTICATED");
  expect(await lastRow(server)).toMatchObject({ detail: { reason: "trust" } });
  expect((await openWith(server, await githubToken(server))).code).toBeUndefined();
});

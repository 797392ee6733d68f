import { describe, expect, test } from "vitest";
import { create, tokenOf } from "../../test/grants.ts";
import { testServer } from "../../test/test-server.ts";
import { createTrust, deleteTrust, deploy, publicUrl } from "../../test/trusts.ts";

const list = `{ trusts {
  id name for issuer audience claims grants { role names runSeconds } tokenSeconds jwks reusable createdAt createdBy
} }`;
const gitlab = "https://gitlab.com";
const cluster = "https://kubernetes.default.svc.cluster.local";
const okta = "https://acme.okta.com";
const runner = [{ role: "runner" }];
const publicKey = { kty: "RSA", kid: "1", n: "AQAB", e: "AQAB" };

test("a trust is listed as it was made, for admins and auditors, and is on record", async () => {
  const server = await testServer({ publicUrl: `${publicUrl}/` });
  const { ask, admin, makeToken, teamId } = server;
  const jwks = { keys: [publicKey] };
  const { audience: _given, ...withoutAudience } = deploy;
  const { id } = (await createTrust(server, { ...withoutAudience, jwks, reusable: true })).data.createTrust;
  const people = {
    ...deploy,
    name: "admins",
    for: "people",
    issuer: okta,
    claims: { groups: ["ops"] },
    grants: runner,
  };
  await createTrust(server, people);
  const expected = {
    ...{ id, name: "deploy", for: "runs", issuer: deploy.issuer, audience: publicUrl, claims: deploy.claims, jwks },
    ...{ grants: [{ role: "runner", names: ["prod/orders/*"], runSeconds: null }], tokenSeconds: null, reusable: true },
    ...{ createdAt: "2026-01-31T09:30:00.000Z", createdBy: "admin" },
  };
  for (const token of [admin, (await makeToken("auditor")).token]) {
    const { trusts } = (await ask(token, list)).data;
    expect(trusts.map((trust: { name: string }) => trust.name)).toEqual(["admins", "deploy"]);
    expect(trusts[0]).toMatchObject({ for: "people", tokenSeconds: 28_800, jwks: null, reusable: false });
    expect(trusts[1]).toEqual(expected);
  }
  const query = '{ auditEvents(where: { action: "trust.create" }) { subject actor detail } }';
  const [, row] = (await ask(admin, query)).data.auditEvents;
  expect(row).toMatchObject({ subject: id, actor: "admin", detail: { name: "deploy", claims: deploy.claims } });
  expect(await server.sql(`select team_id from trust where id = '${id}'`)).toEqual([{ team_id: teamId }]);
});

describe("a trust", () => {
  const refused: [what: string, input: object, message: RegExp][] = [
    ["without a repository", { claims: { event_name: "push", ref: "x" } }, /forks too/],
    ["of an owner's repositories", { claims: { repository_owner: "acme", event_name: "push", ref: "x" } }, /forks/],
    ["without an event", { claims: { repository: "a/b", ref: "refs/heads/main" } }, /pull_request_target/],
    [
      "of pull_request_target among others",
      { claims: { repository: "a/b", event_name: ["push", "pull_request_target"], ref: "refs/heads/main" } },
      /anybody's fork/,
    ],
    ["of any branch", { claims: { repository: "a/b", event_name: "push" } }, /any branch/],
    [
      "of any branch on GitHub Enterprise",
      { issuer: "https://git.acme.example/_services/token", claims: { repository: "a/b", event_name: "push" } },
      /any branch/,
    ],
    ["of any project", { issuer: gitlab, claims: { namespace_path: "acme", ref_protected: "true" } }, /any project/],
    ["of any branch on GitLab", { issuer: gitlab, claims: { project_path: "a/b", ref: "main" } }, /any branch/],
    ["of a boolean on GitLab", { issuer: gitlab, claims: { project_id: "1", ref_protected: true } }, /string "true"/],
    [
      "of branches that are protected or not",
      { issuer: gitlab, claims: { project_id: "1", ref_protected: ["true", "false"] } },
      /any branch/,
    ],
    ["of an open environment", { issuer: gitlab, claims: { project_id: "1", environment: "p" } }, /any branch/],
    ["of GitLab elsewhere", { issuer: "https://git.acme.example", claims: { project_path: "a/b" } }, /any branch/],
    ["of any service account", { issuer: cluster, claims: { "kubernetes.io.namespace": "a" } }, /any pod/],
    ["of any namespace", { issuer: cluster, claims: { "kubernetes.io.serviceaccount.name": "a" } }, /any namespace/],
    ["of half a subject", { issuer: okta, claims: { sub: "system:serviceaccount:orders" } }, /namespace/],
    ["of everybody at an issuer", { issuer: okta, claims: {} }, /no claim/],
    ["of every email", { issuer: okta, for: "people", claims: { email_verified: true, aud: "x" } }, /no claim/],
    ["with an empty claim list", { issuer: okta, claims: { sub: [] } }, /list of 1/],
    ["with a number", { issuer: okta, claims: { sub: 1 } }, /neither a string/],
    ["with an object", { issuer: okta, claims: { a: { b: "c" } } }, /neither a string/],
    ["with a list in a list", { issuer: okta, claims: { sub: [["x"]] } }, /neither a string/],
    ["with claims that are no object", { issuer: okta, claims: ["sub"] }, /no object/],
    ["with an empty name in a path", { issuer: okta, claims: { "a..b": "c" } }, /empty name/],
    ["with an ambiguous path", { issuer: okta, claims: { a: "x", "a.b": "y" } }, /ambiguous/],
    ["of an issuer over http", { issuer: "http://acme.okta.com" }, /https/],
    ["of an issuer with a query", { issuer: "https://acme.okta.com/?a" }, /https/],
    ["of an issuer spelled otherwise", { issuer: "https://ACME.okta.com" }, /plain form/],
    ["of an issuer with a password", { issuer: "https://a:b@acme.okta.com" }, /https/],
    ["for another audience", { audience: "https://other.example" }, /another service/],
    ["with grants of others for runs", { grants: [{ role: "editor" }] }, /runner only/],
    ["without grants", { grants: [] }, /empty/],
    ["with tokenSeconds for runs", { tokenSeconds: 60 }, /for people/],
    ["with keys for people", { for: "people", jwks: { keys: [publicKey] } }, /for people/],
    ["with a private key", { jwks: { keys: [{ ...publicKey, d: "AQAB" }] } }, /private key/],
    ["with a shared key", { jwks: { keys: [{ kty: "oct", kid: "1", k: "AQAB" }] } }, /none of RSA/],
    ["with a key without a kid", { jwks: { keys: [{ ...publicKey, kid: undefined }] } }, /no kid/],
    ["with no keys", { jwks: { keys: [] } }, /no JWK Set/],
  ];

  test("is refused with the attack that it would let in", async () => {
    const server = await testServer({ publicUrl });
    for (const [what, input, message] of refused) {
      const answer = await createTrust(server, { ...deploy, ...input });
      expect(answer, what).toMatchObject({ code: "BAD_INPUT", message: expect.stringMatching(message) });
    }
    expect((await server.ask(server.admin, list)).data.trusts).toEqual([]);
  });

  const allowed: [what: string, input: object][] = [
    ["a branch", { claims: { repository_id: "1", event_name: ["push", "schedule"], ref: "refs/heads/main" } }],
    [
      "a workflow",
      { claims: { repository: "a/b", event_name: "push", job_workflow_ref: "a/b/x.yml@refs/heads/main" } },
    ],
    ["protected branches", { issuer: gitlab, claims: { project_path: "a/b", ref_protected: "true" } }],
    [
      "a protected environment",
      { issuer: gitlab, claims: { project_id: "1", environment: "production", environment_protected: "true" } },
    ],
    [
      "a service account",
      {
        issuer: cluster,
        claims: { "kubernetes.io.namespace": "orders", "kubernetes.io.serviceaccount.name": "api" },
      },
    ],
    ["a service account's subject", { issuer: cluster, claims: { sub: "system:serviceaccount:orders:api" } }],
    ["a subject of another issuer", { issuer: okta, claims: { sub: "0oa1" } }],
  ];

  test("is not refused where it binds whom it means", async () => {
    const server = await testServer();
    for (const [name, input] of allowed) {
      expect((await createTrust(server, { ...deploy, ...input, name })).code, name).toBeUndefined();
    }
  });
});

test("a grant of runner is given only by who has it; an admin gives people the others", async () => {
  const server = await testServer();
  const admin = await tokenOf(server, [{ role: "admin" }, { role: "runner", names: ["dev/*"] }]);
  expect((await createTrust(server, deploy, admin)).code).toBe("FORBIDDEN");
  const dev = { ...deploy, grants: [{ role: "runner", names: ["dev/orders/*"] }] };
  expect((await createTrust(server, dev, admin)).code).toBeUndefined();
  const people = { ...deploy, name: "people", for: "people", issuer: okta, claims: { groups: "ops" } };
  expect((await createTrust(server, people, admin)).code).toBe("FORBIDDEN");
  expect((await createTrust(server, { ...people, grants: [{ role: "admin" }] }, admin)).code).toBeUndefined();
});

test("access names the trusts that read a secret", async () => {
  const server = await testServer();
  const { id } = (await createTrust(server, deploy)).data.createTrust;
  const forged = (await createTrust(server, { ...deploy, name: "forged" })).data.createTrust;
  await server.sql(`update trust set issuer = 'https://evil.example' where id = '${forged.id}'`);
  const query = "query ($name: String!) { access(name: $name) { kind id name through } }";
  const ofTrusts = async (name: string) => {
    const { access } = (await server.ask(server.admin, query, { name })).data;
    return access.filter(({ kind }: { kind: string }) => kind === "trust");
  };
  expect(await ofTrusts("prod/orders/db")).toEqual([
    { kind: "trust", id, name: "deploy", through: "runner:prod/orders/*" },
  ]);
  expect(await ofTrusts("dev/orders/db")).toEqual([]);
});

test("a team has its own trusts, with names of their own, up to a number and a size", async () => {
  const server = await testServer({ limits: { trusts: 2, claimBytes: 200, jwksBytes: 100 } });
  const { ask, admin } = server;
  const { id } = (await createTrust(server, deploy)).data.createTrust;
  expect((await createTrust(server, deploy)).code).toBe("CONFLICT");
  const long = { ...deploy, name: "long", claims: { ...deploy.claims, ref: "x".repeat(200) } };
  expect((await createTrust(server, long)).code).toBe("LIMIT_EXCEEDED");
  const keys = { ...deploy, name: "keys", jwks: { keys: [{ ...publicKey, n: "x".repeat(100) }] } };
  expect((await createTrust(server, keys)).code).toBe("LIMIT_EXCEEDED");
  expect((await createTrust(server, { ...deploy, name: "2" })).code).toBeUndefined();
  expect((await createTrust(server, { ...deploy, name: "3" })).code).toBe("LIMIT_EXCEEDED");

  const other = (await ask(admin, 'mutation { createTeam(input: { name: "other" }) { token } }')).data.createTeam;
  expect((await ask(other.token, list)).data.trusts).toEqual([]);
  expect((await deleteTrust(server, id, other.token)).code).toBe("NOT_FOUND");
  expect((await createTrust(server, deploy, other.token)).code).toBeUndefined();
  expect((await deleteTrust(server, id)).data.deleteTrust).toEqual({ success: true });
  expect((await deleteTrust(server, id)).code).toBe("NOT_FOUND");
  expect((await createTrust(server, { ...deploy, name: "3" })).code).toBeUndefined();
});

test("no token has a name that the audit log calls workloads and people by", async () => {
  const server = await testServer();
  for (const name of ["github:acme/orders", "gitlab:a", "kubernetes:a/b", "sso:ada@acme.com", "trust:deploy"]) {
    expect((await create(server, { name, role: "editor" })).code, name).toBe("BAD_INPUT");
  }
});

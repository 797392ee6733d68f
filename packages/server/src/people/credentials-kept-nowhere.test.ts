import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { challengeOfSecret, codeOf } from "@keyfold/common/terminal-code";
import { credentialsIn, neverPrinted, record } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { afterAll, expect, test, vi } from "vitest";
import { collector } from "../../test/collector.ts";
import { openWith } from "../../test/identities.ts";
import { githubClaims, newSigner } from "../../test/issuer.ts";
import { arrive, peopleServer, trustFor } from "../../test/people.ts";
import { createTrust, deploy } from "../../test/trusts.ts";
import { Walker } from "../../test/walker.ts";

const traces = await collector(afterAll);
const auditStream = join(temporaryFolder(afterAll), "audit.jsonl");
vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", traces.url);
const tracingVariables = { OTEL_EXPORTER_OTLP_ENDPOINT: traces.url };
const server = await peopleServer({ recheckMinutes: 10 }, { auditStream, tracingVariables });
const tables = ["audit_event", "token", "run", "trust", "used_identity", "person", "session", "terminal_sign_in"];

test("no signed token, code, refresh token or client secret is in a log, an error, a trace, the stream or a row", async () => {
  const { provider, clock, url } = server;
  provider.accounts.set("ada", { email: "ada@acme.example", email_verified: true });
  await createTrust(server, trustFor(server, "people", { email: "ada@acme.example" }));
  const signer = await newSigner("key 1");
  await createTrust(server, { ...deploy, jwks: { keys: [signer.jwk] } });
  const answers: string[] = [];
  const jwt = await signer.sign(githubClaims(clock.now));
  for (const sent of [jwt, jwt, `${jwt}x`, await signer.sign({ ...githubClaims(clock.now), aud: "another" })]) {
    answers.push(JSON.stringify((await openWith(server, sent)).errors));
  }

  const walker = new Walker();
  const isReturn = (address: string): boolean => address.startsWith(`${url}/sign-in/return`);
  provider.account = "ada";
  await walker.submit(await arrive(server, "ada", "", walker));
  const unused = await walker.get(`${url}/sign-in`, isReturn);
  for (const change of [(code: string) => code, (code: string) => `${code}x`, () => ""]) {
    const changed = new URL(unused.url);
    changed.searchParams.set("code", change(changed.searchParams.get("code") ?? ""));
    answers.push((await walker.get(changed.href)).text);
  }
  for (const status of [400, 401, 503]) {
    provider.broken = (path) => (path === "/token" ? { status, body: '{"error":"invalid_client"}' } : undefined);
    answers.push((await walker.get(`${url}/sign-in`)).text);
  }
  provider.broken = undefined;
  const terminal = neverPrinted(`keyfold_login_${randomBytes(32).toString("base64url")}`);
  const challenge = challengeOfSecret(terminal);
  const page = await arrive(server, "ada", `?terminal=${challenge.toString("base64url")}`, walker);
  answers.push((await walker.submit(page, { code: codeOf(challenge) })).text);

  const rows = await Promise.all(tables.map((table) => server.sql(`select * from ${table}`)));
  const stored = JSON.stringify(rows, (_key, value) =>
    value?.type === "Buffer" ? Buffer.from(value.data).toString("latin1") : value,
  );
  await server.close();
  const everything = { log: server.log(), answers: answers.join(), traces: traces.text(), stored };
  for (const [what, text] of Object.entries({ ...everything, stream: readFileSync(auditStream, "utf8") })) {
    record(`credentials-${what}`, text);
    expect(credentialsIn(text), what).toEqual([]);
    expect(text.length, what).toBeGreaterThan(100);
  }
  // Where they are, the search finds them.
  expect(credentialsIn(`Bearer ${jwt}`)).toHaveLength(1);
  expect(credentialsIn(unused.url)).toHaveLength(1);
  expect(credentialsIn(JSON.stringify({ secret: provider.clientSecret }))).toHaveLength(1);
});

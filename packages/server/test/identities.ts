import { canary } from "@tooling/vitest/canary";
import { githubClaims, newSigner, type Signer } from "./issuer.ts";
import { type Answer, type TestServer, testServer } from "./test-server.ts";
import { createTrust, deploy, type TrustInput } from "./trusts.ts";

/** Opens a run with a signed token. */
export function openWith({ ask }: TestServer, jwt: string, input: object = {}): Promise<Answer> {
  return ask(jwt, "mutation ($i: openRunInput!) { openRun(input: $i) { id token expiresAt } }", { i: input });
}

/** The newest row of the audit log. */
export async function lastRow({ ask, admin }: TestServer): Promise<Record<string, unknown>> {
  const query = "{ auditEvents(limit: 1) { action subject actor actorId outcome code detail } }";
  return (await ask(admin, query)).data.auditEvents[0];
}

export interface TrustedServer extends TestServer {
  readonly signer: Signer;
  /** The trust's id. */
  readonly trust: string;
}

/** A token that GitHub signs for a job, with other claims than those that the trust demands if any are given. */
export function githubToken({ signer, clock }: TrustedServer, claims: object = {}): Promise<string> {
  return signer.sign({ ...githubClaims(clock.now), ...claims });
}

/** A server with a secret and a trust whose keys need no network. */
export async function trustedServer(
  trust: Partial<TrustInput> = {},
  options: Parameters<typeof testServer>[0] = {},
): Promise<TrustedServer> {
  const [server, signer] = [await testServer(options), await newSigner("key 1")];
  await server.set("prod/orders/db", canary);
  const made = await createTrust(server, { ...deploy, jwks: { keys: [signer.jwk] }, ...trust });
  return { ...server, signer, trust: made.data.createTrust.id };
}

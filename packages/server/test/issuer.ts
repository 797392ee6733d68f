import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { neverPrinted } from "@tooling/vitest/canary";
import { listenHere } from "@tooling/vitest/listen-here";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { publicUrl } from "./trusts.ts";

/** A key pair that signs tokens. */
export interface Signer {
  /** The public key, as an issuer publishes it. */
  readonly jwk: JWK;
  /** Signs claims; `header` comes on top of the key's own. */
  sign(claims: object, header?: object): Promise<string>;
}

/** A new key pair. */
export async function newSigner(kid: string, alg = "ES256"): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" },
    sign: async (claims, header = {}) => {
      const jwt = await new SignJWT({ ...claims })
        .setProtectedHeader({ alg, kid, typ: "JWT", ...header })
        .sign(privateKey);
      return neverPrinted(jwt);
    },
  };
}

/** Claims that every issuer's tokens have, for five minutes from a time in milliseconds. */
export function life(now: number, seconds = 300): Record<string, unknown> {
  const at = Math.floor(now / 1000);
  return { aud: publicUrl, iat: at, nbf: at, exp: at + seconds, jti: `${at}-${Math.random()}` };
}

/** What GitHub Actions documents of its tokens: a push to main that deploys to production. */
export function githubClaims(now: number): Record<string, unknown> {
  return {
    ...life(now),
    iss: "https://token.actions.githubusercontent.com",
    sub: "repo:acme/orders:environment:production",
    repository: "acme/orders",
    repository_id: "74",
    repository_owner: "acme",
    repository_visibility: "private",
    environment: "production",
    ref: "refs/heads/main",
    ref_type: "branch",
    ref_protected: "true",
    event_name: "push",
    actor: "octocat",
    run_id: "1",
    workflow: "deploy",
    workflow_ref: "acme/orders/.github/workflows/deploy.yml@refs/heads/main",
    job_workflow_ref: "acme/orders/.github/workflows/deploy.yml@refs/heads/main",
    runner_environment: "github-hosted",
  };
}

/** What GitLab documents of its ID tokens. */
export function gitlabClaims(now: number): Record<string, unknown> {
  return {
    ...life(now),
    iss: "https://gitlab.com",
    sub: "project_path:acme/orders:ref_type:branch:ref:main",
    project_id: "22",
    project_path: "acme/orders",
    namespace_path: "acme",
    pipeline_source: "push",
    ref: "main",
    ref_type: "branch",
    ref_protected: "true",
    environment: "production",
    environment_protected: "true",
  };
}

/** What Kubernetes documents of a projected service-account token. */
export function kubernetesClaims(now: number): Record<string, unknown> {
  return {
    ...life(now, 3600),
    aud: [publicUrl],
    iss: "https://kubernetes.default.svc.cluster.local",
    sub: "system:serviceaccount:orders:api",
    "kubernetes.io": {
      namespace: "orders",
      pod: { name: "api-1", uid: "5e0bd49b" },
      serviceaccount: { name: "api", uid: "14ee3fa4" },
    },
  };
}

/** An issuer that is asked for its keys, on loopback. */
export interface Issuer {
  readonly url: string;
  /** The keys that it publishes; a test changes them. */
  keys: JWK[];
  /** The paths that were asked for. */
  readonly asked: string[];
  /** Answers in place of the issuer, if it is set. */
  answer: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

/** Starts an issuer, which ends with the test. */
export async function startIssuer(keys: JWK[]): Promise<Issuer> {
  const server = createServer((request, response) => {
    issuer.asked.push(String(request.url));
    if (issuer.answer) return issuer.answer(request, response);
    const { url } = issuer;
    const isDiscovery = request.url === "/.well-known/openid-configuration";
    return response.end(JSON.stringify(isDiscovery ? { issuer: url, jwks_uri: `${url}/keys` } : { keys: issuer.keys }));
  });
  const url = `http://127.0.0.1:${await listenHere(server)}`;
  const issuer: Issuer = { url, keys, asked: [], answer: undefined };
  return issuer;
}

import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import { neverPrinted } from "./canary.ts";
import { listenHere } from "./listen-here.ts";

/** A platform that signs tokens for its jobs, without a network. */
export interface Platform {
  readonly issuer: string;
  /** Its public keys. */
  readonly jwks: object;
  /** A new token with these claims, good for five minutes. */
  token(claims: object): string;
}

/** A platform that signs as GitHub does. */
export function githubPlatform(): Platform {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = "https://token.actions.githubusercontent.com";
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  let tokens = 0;
  return {
    issuer,
    jwks: { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1", alg: "ES256" }] },
    token: (claims) => {
      tokens += 1;
      const iat = Math.floor(Date.now() / 1000);
      const payload = { iss: issuer, iat, exp: iat + 300, jti: String(tokens), ...claims };
      const signed = `${encode({ alg: "ES256", kid: "1" })}.${encode(payload)}`;
      const signature = sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" });
      return neverPrinted(`${signed}.${signature.toString("base64url")}`);
    },
  };
}

/** Where a job of GitHub Actions asks for its token; `variables` tell it so. */
export async function actions(
  tokenFor: (audience: string) => string,
): Promise<{ variables: Record<string, string>; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(({ url, headers }, response) => {
    const audience = new URL(String(url), "http://localhost").searchParams.get("audience") ?? "";
    asked.push(audience);
    const isAllowed = headers.authorization === "Bearer of-the-job";
    response.writeHead(isAllowed ? 200 : 401).end(JSON.stringify({ value: tokenFor(audience) }));
  });
  const address = `http://127.0.0.1:${await listenHere(server)}/token?api-version=2.0`;
  return { asked, variables: { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of-the-job" } };
}

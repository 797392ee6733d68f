import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Configuration } from "oidc-provider";
import { neverPrinted } from "./canary.ts";

/** What the company's provider answers in place of what it would. */
interface BrokenAnswer {
  readonly status: number;
  readonly body?: string;
}

/** The company's provider, on loopback: whoever comes is signed in there as `account`, without being asked. */
export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where it leads browsers back to; set before it is asked. */
  readonly redirectUris: string[];
  /** Whom it knows: their claims by `sub`. A test changes them. */
  readonly accounts: Map<string, Readonly<Record<string, unknown>>>;
  /** The `sub` of who sits at the browser; undefined: they refuse. */
  account: string | undefined;
  /** When they are said to have signed in, in seconds since 1970; undefined: just now. */
  signedInAt: number | undefined;
  /** Answers in place of the provider, where it gives an answer. */
  broken: ((path: string) => BrokenAnswer | undefined) | undefined;
  /** Whether it gives refresh tokens. */
  refreshes: boolean;
  /** The paths that were asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Starts the provider, with one client, Keyfold. As `localhost` it is another site than a server at `127.0.0.1`. */
export async function startProvider(host: "127.0.0.1" | "localhost" = "127.0.0.1"): Promise<TestProvider> {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, host, resolve));
  const issuer = `http://${host}:${(http.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ["keyfold", neverPrinted(randomBytes(32).toString("base64url"))];
  neverPrinted(Buffer.from(`${clientId}:${clientSecret}`).toString("base64"));
  const accounts: TestProvider["accounts"] = new Map();
  const scope = "openid email profile groups offline_access";
  const client = {
    client_id: clientId,
    client_secret: clientSecret,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code" as const],
  };
  const settings: Configuration = {
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    scopes: scope.split(" "),
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ["a key of cookies"] },
    jwks: {
      keys: [{ ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }), kid: "1" }],
    },
    ttl: Object.fromEntries(
      ["Interaction", "Grant", "Session", "AccessToken", "RefreshToken", "IdToken"].map((one) => [one, 3600]),
    ),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: async () => test.refreshes,
    // One that comes a second time ends all that it stands for.
    rotateRefreshToken: true,
    findAccount: (_context, sub) => {
      const claims = accounts.get(sub);
      return claims && { accountId: sub, claims: () => ({ ...claims, sub }) };
    },
    loadExistingGrant: async (context) => {
      const accountId = context.oidc.session?.accountId;
      if (accountId === undefined) return undefined;
      const grant = new context.oidc.provider.Grant({ clientId, accountId });
      grant.addOIDCScope(scope);
      await grant.save();
      return grant;
    },
  };
  // Made once the server listens, whose port is in the address, and anew if it was asked before that.
  let made: Provider | undefined;
  let known = 0;
  const providerOf = (): Provider => {
    if (made !== undefined && known === test.redirectUris.length) return made;
    known = test.redirectUris.length;
    made = new Provider(issuer, { ...settings, clients: [{ ...client, redirect_uris: test.redirectUris }] });
    const note = ({ jti }: { jti: string }): void => void neverPrinted(jti);
    made.on("authorization_code.saved", note).on("access_token.saved", note).on("refresh_token.saved", note);
    return made;
  };
  http.on("request", async (request: IncomingMessage, response: ServerResponse) => {
    const path = String(request.url);
    test.asked.push(path);
    const broken = test.broken?.(path);
    if (broken !== undefined) {
      response.writeHead(broken.status, { "content-type": "application/json" }).end(broken.body);
    } else if (path.startsWith("/interaction/")) {
      const { account: accountId, signedInAt: ts } = test;
      const login = { accountId: String(accountId), ...(ts !== undefined && { ts }) };
      const result = accountId === undefined ? { error: "access_denied" } : { login };
      await providerOf().interactionFinished(request, response, result);
    } else {
      await providerOf().callback()(request, response);
    }
  });
  const test: TestProvider = {
    ...{
      issuer,
      clientId,
      clientSecret,
      accounts,
      account: undefined,
      signedInAt: undefined,
      broken: undefined,
      refreshes: true,
      asked: [],
      redirectUris: [],
    },
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return test;
}

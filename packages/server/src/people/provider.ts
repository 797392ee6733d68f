import { readFileSync } from "node:fs";
import type { ClientAuth, Configuration, CustomFetch, TokenEndpointResponse } from "openid-client";
import { ServerError } from "../server-error.ts";
import { isIssuer } from "../settings/http-url.ts";
import type { SignInSettings } from "../settings/settings.ts";
import { type AskOptions, sendToIssuer } from "../trusts/ask-issuer.ts";
import { SignInRefused } from "./refused.ts";

type OpenId = typeof import("openid-client");

/** Where and as whom the provider is asked. */
export interface ProviderSettings {
  /** As its tokens have it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecretFile: string | undefined;
}

/** How the provider is asked: see `AskOptions`. */
export interface ProviderOptions extends Pick<AskOptions, "maxBytes" | "timeoutMs"> {
  /** Whether it is to be asked again later about whoever signs in. */
  readonly again: boolean;
  /** Issuers that are asked at addresses that are not public. */
  readonly anywhere: ReadonlySet<string>;
  /** Gets why the provider could not be asked. */
  readonly report: (error: unknown) => void;
}

/** A sign-in that was begun; the browser that began it keeps all but the URL. */
export interface BegunSignIn {
  /** Where the browser is sent. */
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What the provider says of somebody. */
export interface ProviderAnswer {
  /** Those of the ID token, and those of the provider's userinfo that the ID token does not have. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** What it is asked with again; null: it gave none. */
  readonly refreshToken: string | null;
}

/** How long what the provider says of itself is believed, in milliseconds. */
const freshMs = 3_600_000;
/** After so many failures in so long it is asked no more: anybody can begin a sign-in. */
const failures = { count: 10, ms: 10_000 };
const maxSecretBytes = 4096;

/**
 * Reads the settings of sign-in, and whether they fit together.
 *
 * @returns undefined where nobody signs in.
 * @throws ServerError `SETTINGS_INVALID`.
 */
export function readProviderSettings(settings: Partial<SignInSettings>): ProviderSettings | undefined {
  const { issuer, clientId, clientSecretFile } = settings;
  if (issuer === undefined && clientId === undefined && clientSecretFile === undefined) return undefined;
  if (issuer === undefined || !isIssuer(issuer)) {
    throw new ServerError(
      "SETTINGS_INVALID",
      "server.sign_in.issuer is not a URL of https, or of http on this machine, as the provider writes it.",
      "Write it as the issuer stands in the provider's /.well-known/openid-configuration.",
    );
  }
  if (clientId === undefined) {
    throw new ServerError(
      "SETTINGS_INVALID",
      "server.sign_in.client_id is missing.",
      "Register the server at the provider, and set the client id that it gives.",
    );
  }
  const provider = { issuer, clientId, clientSecretFile };
  readSecret(provider);
  return provider;
}

function readSecret({ clientSecretFile }: ProviderSettings): string | undefined {
  if (clientSecretFile === undefined) return undefined;
  let secret: string;
  try {
    secret = readFileSync(clientSecretFile, "utf8").trim();
  } catch (error) {
    throw badSecretFile("can't be read", error);
  }
  if (secret === "" || Buffer.byteLength(secret) > maxSecretBytes) {
    throw badSecretFile(`is empty or has more than ${maxSecretBytes} bytes`);
  }
  return secret;
}

function badSecretFile(what: string, cause?: unknown): ServerError {
  const tip = "Put the client secret in it, and nothing else.";
  return new ServerError("SETTINGS_INVALID", `The file of server.sign_in.client_secret_file ${what}.`, tip, { cause });
}

/** The company's OpenID provider. Its addresses and answers are limited like those of other issuers. */
export class Provider {
  readonly #settings: ProviderSettings;
  readonly #options: ProviderOptions;
  #known: { readonly configuration: Promise<Configuration>; readonly since: number } | undefined;
  #failed: readonly { readonly error: unknown; readonly at: number }[] = [];

  constructor(settings: ProviderSettings, options: ProviderOptions) {
    this.#settings = settings;
    this.#options = options;
  }

  get issuer(): string {
    return this.#settings.issuer;
  }

  get clientId(): string {
    return this.#settings.clientId;
  }

  /**
   * Begins a sign-in.
   *
   * @param redirectUri - where the provider sends the browser back to.
   * @throws SignInRefused `ISSUER_UNAVAILABLE`.
   */
  begin(redirectUri: string): Promise<BegunSignIn> {
    return this.#ask(async (openId, configuration) => {
      const { scopes_supported: scopes } = configuration.serverMetadata();
      const [state, nonce, verifier] = [openId.randomState(), openId.randomNonce(), openId.randomPKCECodeVerifier()];
      const url = openId.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        ...wanted(this.#settings.issuer, scopes ?? [], this.#options.again),
        state,
        nonce,
        code_challenge: await openId.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      return { url: url.href, state, nonce, verifier };
    });
  }

  /**
   * Takes the provider's answer to a sign-in that was begun.
   *
   * @param url - where the browser was sent back to, with its query.
   * @throws SignInRefused
   */
  finish(url: URL, { state, nonce, verifier }: Omit<BegunSignIn, "url">): Promise<ProviderAnswer> {
    return this.#ask(async (openId, configuration) => {
      const response = await openId.authorizationCodeGrant(configuration, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return this.#answer(openId, configuration, response);
    });
  }

  /**
   * Asks again about somebody who signed in.
   *
   * @throws SignInRefused with `reason` `provider: invalid_grant` where the provider lets them in no longer.
   */
  refresh(refreshToken: string, subject: string): Promise<ProviderAnswer> {
    return this.#ask(async (openId, configuration) => {
      const response = await openId.refreshTokenGrant(configuration, refreshToken);
      return this.#answer(openId, configuration, response, subject);
    });
  }

  async #answer(
    openId: OpenId,
    configuration: Configuration,
    response: TokenEndpointResponse & { claims(): Readonly<Record<string, unknown>> | undefined },
    known?: string,
  ): Promise<ProviderAnswer> {
    const signed = response.claims();
    const subject = known ?? signed?.sub;
    if (typeof subject !== "string" || (signed !== undefined && signed.sub !== subject)) {
      throw new SignInRefused("answer");
    }
    // Many providers leave groups and emails to it.
    const more =
      configuration.serverMetadata().userinfo_endpoint === undefined
        ? {}
        : await openId.fetchUserInfo(configuration, response.access_token, subject);
    return { claims: { ...more, ...signed, sub: subject }, refreshToken: response.refresh_token ?? null };
  }

  async #ask<T>(work: (openId: OpenId, configuration: Configuration) => Promise<T>): Promise<T> {
    try {
      const openId = await import("openid-client");
      const configuration = await this.#configuration(openId).catch((error: unknown) => {
        throw unavailable(error);
      });
      return await work(openId, configuration);
    } catch (error) {
      const refused = refusalOf(error);
      if (refused.code === "ISSUER_UNAVAILABLE") this.#options.report(refused.cause);
      throw refused;
    }
  }

  #configuration(openId: OpenId): Promise<Configuration> {
    const now = performance.now();
    if (this.#known !== undefined && now - this.#known.since < freshMs) return this.#known.configuration;
    this.#failed = this.#failed.filter(({ at }) => now - at < failures.ms);
    const last = this.#failed.at(-1);
    if (last !== undefined && this.#failed.length >= failures.count) return Promise.reject(last.error);
    const configuration = this.#discover(openId);
    const known = { configuration, since: now };
    this.#known = known;
    configuration.catch((error: unknown) => {
      this.#failed = [...this.#failed, { error, at: now }];
      if (this.#known === known) this.#known = undefined;
    });
    return configuration;
  }

  async #discover(openId: OpenId): Promise<Configuration> {
    const { issuer, clientId } = this.#settings;
    const secret = readSecret(this.#settings);
    const configuration = await openId.discovery(new URL(issuer), clientId, {}, authentication(openId, secret), {
      [openId.customFetch]: this.#fetch(),
      timeout: this.#options.timeoutMs / 1000,
      // Only to this machine: `sendToIssuer` refuses it elsewhere.
      execute: [openId.allowInsecureRequests, openId.enableNonRepudiationChecks],
    });
    if (configuration.serverMetadata().issuer !== issuer) {
      throw new Error("the provider's discovery document names another issuer than server.sign_in.issuer");
    }
    return configuration;
  }

  /** The operator named the issuer: its own host is asked wherever it is, and others as those of any issuer. */
  #fetch(): CustomFetch {
    const { anywhere, maxBytes, timeoutMs } = this.#options;
    const own = new URL(this.#settings.issuer).host;
    return async (url, { method, headers, body }) => {
      const isMeant = anywhere.has(this.#settings.issuer) || new URL(url).host === own;
      const sent = body === undefined || body === null ? undefined : String(body);
      const request = { method: method === "POST" ? "POST" : "GET", headers, body: sent } as const;
      const answer = await sendToIssuer(url, request, { maxBytes, timeoutMs, anywhere: isMeant });
      const type = answer.headers["content-type"];
      // It refuses a body with these.
      const isEmpty = answer.status === 204 || answer.status === 304;
      return new Response(isEmpty ? null : answer.body, {
        status: answer.status,
        headers: type === undefined ? {} : { "content-type": type },
      });
    };
  }
}

/** What the provider is asked for, of what it says that it has. */
function wanted(issuer: string, supported: readonly string[], again: boolean): Record<string, string> {
  const more = ["groups", ...(again ? ["offline_access"] : [])].filter((scope) => supported.includes(scope));
  const scope = ["openid", "email", "profile", ...more].join(" ");
  // Google has another way to be asked again, and gives a refresh token only with a consent.
  return again && issuer === "https://accounts.google.com"
    ? { scope, access_type: "offline", prompt: "consent" }
    : { scope };
}

/** The way that OpenID providers expect unless they say that they don't take it. */
function authentication(openId: OpenId, secret: string | undefined): ClientAuth {
  if (secret === undefined) return openId.None();
  const [basic, post] = [openId.ClientSecretBasic(secret), openId.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? basic : post)(server, client, body, headers);
  };
}

/**
 * What went wrong, without what the library's errors have in them: codes, tokens and answers. Of what the provider says only
 * a code of its protocol is taken over.
 */
function refusalOf(error: unknown): SignInRefused {
  if (error instanceof SignInRefused) return error;
  const { code, error: said, status, cause } = Object(error) as Record<string, unknown>;
  const isProtocol = typeof said === "string" && /^[a-z_]{1,40}$/.test(said);
  const isAway = Number(status) >= 500 || Number((cause as { status?: unknown } | undefined)?.status) >= 500;
  if (isProtocol && !isAway && said !== "temporarily_unavailable") return new SignInRefused(`provider: ${said}`);
  const isChecked = typeof code === "string" && /^OAUTH_[A-Z_]{1,60}$/.test(code) && !/TIMEOUT|ABORT/.test(code);
  if (isChecked && !isAway) return new SignInRefused(/_INVALID_RESPONSE$/.test(code) ? "answer" : `answer: ${code}`);
  return unavailable(error);
}

function unavailable(error: unknown): SignInRefused {
  const { cause, code } = Object(error) as Record<string, unknown>;
  const { message } = (cause instanceof Error ? cause : Object(error)) as Error;
  const why = `the provider of sign-in can't be asked: ${message}${typeof code === "string" ? ` (${code})` : ""}`;
  return new SignInRefused("issuer unavailable", new Error(why));
}

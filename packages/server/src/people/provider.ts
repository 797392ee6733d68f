import type { ClientAuth, Configuration, CustomFetch, TokenEndpointResponse } from "openid-client";
import { recentMs } from "../access/sessions.ts";
import { type AskOptions, sendToIssuer } from "../trusts/ask-issuer.ts";
import { type ProviderSettings, readClientSecret } from "./provider-settings.ts";
import { SignInRefused } from "./refused.ts";

type OpenId = typeof import("openid-client");

/** How the provider is asked: see `AskOptions`. */
export interface ProviderOptions extends Pick<AskOptions, "maxBytes" | "timeoutMs"> {
  /** Whether it is to be asked later about whoever signs in. */
  readonly later: boolean;
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
  /** Whether the provider is to ask the person again, although they are signed in there. */
  readonly again: boolean;
}

/** What the provider says of somebody. */
export interface ProviderAnswer {
  /** Those of the ID token, and those of the provider's userinfo that the ID token does not have. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** What it is asked with again; null: it gave none. */
  readonly refreshToken: string | null;
  /** How long ago the person signed in there, in milliseconds; null: it does not say. */
  readonly signedInAgo: number | null;
}

/** How long what the provider says of itself is believed, in milliseconds. */
const freshMs = 3_600_000;
/** For how long it is called away that could not be asked, in milliseconds. */
const awayMs = 600_000;
/** After so many failures in so long it is asked no more: anybody can begin a sign-in. */
const failures = { count: 10, ms: 10_000 };
/** After so many seconds the provider asks a person anew in any case: only where there is such a time must it say when it asked. */
const maxAgeSeconds = 30 * 86_400;

/** The company's OpenID provider. Its addresses and answers are limited like those of other issuers. */
export class Provider {
  readonly #settings: ProviderSettings;
  readonly #options: ProviderOptions;
  #known: { readonly configuration: Promise<Configuration>; readonly since: number } | undefined;
  #awayAt = Number.NEGATIVE_INFINITY;
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

  /** Whether it could not be asked when it was asked last, which is not long ago. */
  get isAway(): boolean {
    return performance.now() - this.#awayAt < awayMs;
  }

  /**
   * Begins a sign-in.
   *
   * @param redirectUri - where the provider sends the browser back to.
   * @param again - whether it is to ask the person again, although they are signed in there.
   * @throws SignInRefused `ISSUER_UNAVAILABLE`.
   */
  begin(redirectUri: string, again: boolean): Promise<BegunSignIn> {
    return this.#ask(async (openId, configuration) => {
      const { scopes_supported: scopes } = configuration.serverMetadata();
      const [state, nonce, verifier] = [openId.randomState(), openId.randomNonce(), openId.randomPKCECodeVerifier()];
      const url = openId.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        ...wanted(this.#settings.issuer, scopes ?? [], { later: this.#options.later, again }),
        state,
        nonce,
        code_challenge: await openId.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      return { url: url.href, state, nonce, verifier, again };
    });
  }

  /**
   * Takes the provider's answer to a sign-in that was begun.
   *
   * @param url - where the browser was sent back to, with its query.
   * @throws SignInRefused
   */
  finish(url: URL, { state, nonce, verifier, again }: Omit<BegunSignIn, "url">): Promise<ProviderAnswer> {
    return this.#ask(async (openId, configuration) => {
      const response = await openId.authorizationCodeGrant(configuration, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const answer = await this.#answer(openId, configuration, response);
      if (!again) return answer;
      // The browser's user can take the demand out of the address. Where the provider knows the time, its absence says so.
      const saysWhen = configuration.serverMetadata().claims_supported?.includes("auth_time");
      const signedInAgo = answer.signedInAgo ?? (saysWhen ? null : 0);
      if (signedInAgo === null || signedInAgo >= recentMs) throw new SignInRefused("not asked again");
      return { ...answer, signedInAgo };
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
    const claims = { ...more, ...signed, sub: subject };
    return { claims, refreshToken: response.refresh_token ?? null, signedInAgo: signedInAgo(signed) };
  }

  async #ask<T>(work: (openId: OpenId, configuration: Configuration) => Promise<T>): Promise<T> {
    try {
      const openId = await import("openid-client");
      const configuration = await this.#configuration(openId).catch((error: unknown) => {
        throw unavailable(error);
      });
      const result = await work(openId, configuration);
      this.#awayAt = Number.NEGATIVE_INFINITY;
      return result;
    } catch (error) {
      const refused = refusalOf(error);
      if (refused.code === "ISSUER_UNAVAILABLE") {
        this.#awayAt = performance.now();
        this.#options.report(refused.cause);
      }
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
    const secret = readClientSecret(this.#settings);
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
      // A `Response` takes no body with these.
      const isEmpty = answer.status === 204 || answer.status === 304;
      return new Response(isEmpty ? null : answer.body, {
        status: answer.status,
        headers: type === undefined ? {} : { "content-type": type },
      });
    };
  }
}

/** What the provider is asked for, of what it says that it has. */
function wanted(
  issuer: string,
  supported: readonly string[],
  { later, again }: { later: boolean; again: boolean },
): Record<string, string> {
  const more = ["groups", ...(later ? ["offline_access"] : [])].filter((scope) => supported.includes(scope));
  const scope = ["openid", "email", "profile", ...more].join(" ");
  if (issuer !== "https://accounts.google.com") {
    return again ? { scope, prompt: "login", max_age: "0" } : { scope, max_age: String(maxAgeSeconds) };
  }
  // Google gives a refresh token only with a consent, and asks for no password again: for the account at most.
  const prompt = [...(again ? ["select_account"] : []), ...(later ? ["consent"] : [])].join(" ");
  return { scope, ...(later && { access_type: "offline" }), ...(prompt !== "" && { prompt }) };
}

/** By the provider's own clock alone. */
function signedInAgo({ auth_time: at, iat }: Readonly<Record<string, unknown>> = {}): number | null {
  return typeof at === "number" && typeof iat === "number" ? Math.max(0, iat - at) * 1000 : null;
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
  const { code, error: oauthError, status, cause } = Object(error) as Record<string, unknown>;
  const isProtocol = typeof oauthError === "string" && /^[a-z_]{1,40}$/.test(oauthError);
  const isAway = Number(status) >= 500 || Number((cause as { status?: unknown } | undefined)?.status) >= 500;
  if (isProtocol && !isAway && oauthError !== "temporarily_unavailable")
    return new SignInRefused(`provider: ${oauthError}`);
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

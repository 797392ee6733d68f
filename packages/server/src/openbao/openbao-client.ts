import { ServerError } from "../server-error.ts";
import type { OpenBaoSettings } from "./openbao-settings.ts";
import { type OpenBaoRequest, type OpenBaoResponse, sendRequest, vaultUnavailable } from "./send-request.ts";
import { lookUpSelf, renew, type Session, signIn } from "./sign-in.ts";

/** A token is renewed after this part of its time. */
const renewAfter = 2 / 3;
/** A renewal that failed is tried again after so long. */
const retryMs = 5000;
const maxTimerMs = 2 ** 31 - 1;

/** Asks OpenBao or Vault as the server: signs in when it must, and keeps its token alive. */
export class OpenBaoClient {
  /** How long one call may take. */
  readonly timeoutMs: number;
  readonly #settings: OpenBaoSettings;
  #session: Promise<Session> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(settings: OpenBaoSettings) {
    this.#settings = settings;
    this.timeoutMs = settings.timeoutMs;
  }

  /**
   * The response: a good one or, to a read, "not found" (404).
   *
   * @throws ServerError `LIMIT_EXCEEDED` for a value that is too large for OpenBao, and `VAULT_UNAVAILABLE` for every
   *   other response, and for none in time.
   */
  async ask(request: OpenBaoRequest): Promise<OpenBaoResponse> {
    const signal = AbortSignal.timeout(this.#settings.timeoutMs);
    const session = this.#current(signal);
    const { token } = await session;
    let response = await this.#send(token, request, signal);
    // The token may have ended, or its file hold another one. A good one that may not do this is not exchanged.
    if (response.status === 403 && !(await this.#isGood(token, signal))) {
      if (this.#session === session) this.#session = undefined;
      const renewed = await this.#current(signal);
      if (renewed.token !== token) response = await this.#send(renewed.token, request, signal);
    }
    if ((response.status >= 200 && response.status < 300) || isNotThere(request, response)) return response;
    throw refusalOf(request, response);
  }

  /** Stops keeping the token alive. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** A connection that OpenBao closed when it was restarted shows only when it is used: such a request is sent anew. */
  async #send(token: string, request: OpenBaoRequest, signal: AbortSignal): Promise<OpenBaoResponse> {
    try {
      return await sendRequest(this.#settings, token, request, signal);
    } catch (error) {
      if (request.method === "POST" || signal.aborted) throw error;
      return sendRequest(this.#settings, token, request, signal);
    }
  }

  async #isGood(token: string, signal: AbortSignal): Promise<boolean> {
    return (await this.#send(token, lookUpSelf, signal)).status === 200;
  }

  #current(signal: AbortSignal): Promise<Session> {
    this.#session ??= this.#keep(signIn(this.#settings, signal));
    return this.#session;
  }

  /** Remembers a session once it is there, and plans its renewal. */
  #keep(starting: Promise<Session>): Promise<Session> {
    const session = starting.then(
      (started) => {
        this.#plan(started, started.leaseSeconds * 1000 * renewAfter);
        return started;
      },
      (error: unknown) => {
        if (this.#session === session) this.#session = undefined;
        throw error;
      },
    );
    return session;
  }

  #plan(session: Session, ms: number): void {
    clearTimeout(this.#timer);
    if (this.#closed || session.leaseSeconds === 0) return;
    this.#timer = setTimeout(() => void this.#renew(session), Math.min(ms, maxTimerMs)).unref();
  }

  /** Renews the token, or gets another where it can't be renewed any further. */
  async #renew(session: Session): Promise<void> {
    const signal = AbortSignal.timeout(this.#settings.timeoutMs);
    try {
      const next = await renewed(this.#settings, session, signal);
      this.#session = this.#keep(Promise.resolve(next));
    } catch {
      // Until it works, the old token is used; a request that it fails signs in by itself.
      this.#plan(session, retryMs);
    }
  }
}

/** OpenBao's own words are left out: they may repeat what was sent. */
function refusalOf({ method, path }: OpenBaoRequest, { status, body }: OpenBaoResponse): ServerError {
  const cause = new Error(`OpenBao answered ${status} to ${method} ${path}`);
  if (status !== 413 && !`${body.errors}`.includes("too large")) return vaultUnavailable(cause);
  return new ServerError(
    "LIMIT_EXCEEDED",
    "The value is larger than the vault keeps.",
    "Store large files elsewhere and keep their key here, or have the vault's max_entry_size raised.",
    { cause },
  );
}

/** A path that holds nothing; not a path that no engine is mounted at, which has an error in words. */
function isNotThere({ method }: OpenBaoRequest, { status, body }: OpenBaoResponse): boolean {
  return method === "GET" && status === 404 && (body.data !== undefined || `${body.errors}` === "");
}

async function renewed(settings: OpenBaoSettings, session: Session, signal: AbortSignal): Promise<Session> {
  if (!session.renewable) return signIn(settings, signal);
  const next = await renew(settings, session, signal).catch(() => signIn(settings, signal));
  // At the end of a token's maximum life a renewal gives less than was asked for.
  return next.leaseSeconds < session.leaseSeconds / 2 ? signIn(settings, signal) : next;
}

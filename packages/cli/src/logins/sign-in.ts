import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { httpFetch } from "@keyfold/common/http-fetch";
import { isLoopback } from "@keyfold/common/loopback";
import { challengeOfSecret, codeOf } from "@keyfold/common/terminal-code";
import { CommandError } from "../terminal/command-error.ts";
import { openBrowser } from "../terminal/open-browser.ts";
import { type JsonFlag, note } from "../terminal/print.ts";

/** How often the server is asked whether somebody has allowed it, and how long, in milliseconds. */
const pollMs = 1000;
const waitMs = 600_000;
/** How long one answer may take, in milliseconds. */
const answerMs = 10_000;

/** How the browser is led to the page. */
export interface SignInFlags extends JsonFlag {
  /** Whether to open it; otherwise its address is printed alone. */
  readonly browser: boolean;
}

/** Whether people sign in to a server in a browser. A server that can't be asked says no: the token's check tells why. */
export async function hasSignIn(origin: string): Promise<boolean> {
  try {
    const response = await ask(origin, "GET", "/.well-known/keyfold");
    const text = await response.text();
    return response.status === 200 && (JSON.parse(text) as { signIn?: unknown }).signIn === true;
  } catch {
    return false;
  }
}

/**
 * Has somebody sign in in a browser, who types there the code that is shown here, and takes the token.
 *
 * @throws CommandError with code INSECURE_URL, TIMEOUT, SERVER_UNREACHABLE or the server's.
 */
export async function signInByBrowser(origin: string, { json, browser }: SignInFlags): Promise<string> {
  checkEncrypted(origin);
  const secret = `keyfold_login_${randomBytes(32).toString("base64url")}`;
  const challenge = challengeOfSecret(secret);
  const address = `${origin}/sign-in?terminal=${challenge.toString("base64url")}`;
  const code = codeOf(challenge);
  note(`sign in at ${address}`, { json });
  note(`and type this code there: ${code.slice(0, 4)}-${code.slice(4)}`, { json });
  if (browser) openBrowser(address);
  const end = performance.now() + waitMs;
  while (performance.now() < end) {
    const token = await take(origin, secret);
    if (token !== undefined) return token;
    await delay(pollMs);
  }
  throw new CommandError(
    "TIMEOUT",
    "Nobody has signed in for ten minutes.",
    "Log in again when you are at the browser.",
  );
}

/** Ends a token that somebody signed in to. Gives whether it did: one that an admin made stays. */
export async function endSignIn(origin: string, token: string): Promise<boolean> {
  try {
    checkEncrypted(origin);
    const response = await ask(origin, "POST", "/sign-in/end", token);
    const { data } = JSON.parse(await response.text()) as { data?: { ended?: unknown } | null };
    return data?.ended === true;
  } catch {
    return false;
  }
}

async function take(origin: string, secret: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await (await ask(origin, "POST", "/sign-in/token", secret)).text();
  } catch {
    // The server may be back before the person has signed in.
    return undefined;
  }
  const { data, errors } = readAnswer(text);
  const [error] = errors ?? [];
  if (error?.extensions?.code === "RATE_LIMITED") return undefined;
  if (error !== undefined) {
    const { code = "INVALID_RESPONSE", tip = "" } = error.extensions ?? {};
    throw new CommandError(code, String(error.message), tip);
  }
  return typeof data?.token === "string" ? data.token : undefined;
}

interface Answer {
  readonly data?: { readonly token?: unknown } | null;
  readonly errors?: readonly {
    readonly message?: string;
    readonly extensions?: { readonly code?: string; readonly tip?: string };
  }[];
}

function readAnswer(text: string): Answer {
  try {
    return Object(JSON.parse(text)) as Answer;
  } catch {
    return {};
  }
}

function ask(origin: string, method: "GET" | "POST", path: string, credential?: string): Promise<Response> {
  const headers: Record<string, string> = credential === undefined ? {} : { authorization: `Bearer ${credential}` };
  return httpFetch(`${origin}${path}`, { method, headers, signal: AbortSignal.timeout(answerMs) });
}

/** As the client does: nothing that signs somebody in crosses a network in plain text. */
function checkEncrypted(origin: string): void {
  const { protocol, hostname } = new URL(origin);
  if (protocol === "https:" || isLoopback(hostname)) return;
  throw new CommandError(
    "INSECURE_URL",
    `${origin} is plain http: the token would cross the network in plain text.`,
    "Use the server's https address.",
  );
}

import {
  checkLoginName,
  findLogin,
  removeLogin,
  removeNamedLogin,
  saveLogin,
  saveNamedLogin,
} from "@keyfold/client/logins";
import { isSet } from "@keyfold/common/configured-server";
import { codeOf } from "@keyfold/common/error";
import { loadConfig } from "@keyfold/config";
import { defaultLogin, forgetLogin, loginNamed, rememberLogin } from "../server/choose-login.ts";
import { clientWith, type ServerFlags } from "../server/connect.ts";
import { identify } from "../server/requests.ts";
import { CommandError, UsageError } from "../terminal/command-error.ts";
import { note, printResult } from "../terminal/print.ts";

/** What `keyfold login` understands. */
export interface LoginFlags extends ServerFlags {
  /** Asks for a token, also where people sign in in a browser. */
  readonly token?: boolean | undefined;
  /** False: the address to sign in at is printed alone. */
  readonly browser: boolean;
}

/**
 * Has somebody sign in in a browser, where the server has that and no token is piped in, or reads a token from a hidden prompt
 * or standard input; tries it on the server, and saves it.
 *
 * @throws UsageError; CommandError with code INVALID_TOKEN or NOT_A_LOGIN; ClientError with the server's or the
 *   client's code.
 */
export async function logIn(url: string, flags: LoginFlags): Promise<void> {
  const { json, as } = flags;
  const origin = parseOrigin(url);
  if (as !== undefined) checkLoginName(as);
  const config = loadConfig();
  const token = await obtainToken(origin, flags);
  const { role } = await identify(await clientWith(config, origin, token)).catch((error: unknown) => {
    throw codeOf(error) === "UNAUTHENTICATED" ? notAccepted(origin) : error;
  });
  if (as !== undefined) {
    saveNamedLogin(as, origin, token);
    return printResult(
      json,
      { url: origin, role, as },
      () => `Logged in to ${origin} as ${role}. Commands use it with --as ${as}.`,
    );
  }
  saveLogin(origin, token);
  rememberLogin(origin);
  printResult(json, { url: origin, role }, () => `Logged in to ${origin} as ${role}.`);
  const set = ["cloud.url", "cloud.token"].find((key) => isSet(config, key));
  if (set) note(`the configuration sets ${set}, so commands use that server; see keyfold doctor.`, { json });
}

/**
 * Forgets a server's token: that of a name, or the one without. One that somebody signed in to is revoked.
 *
 * @throws UsageError; CommandError with code NO_LOGIN.
 */
export async function logOut(url: string | undefined, { json, as }: ServerFlags): Promise<void> {
  const { origin, token } = as === undefined ? forgetUnnamed(url) : forgetNamed(as, url);
  const { endSignIn } = await import("./sign-in.ts");
  const revoked = await endSignIn(origin, token);
  printResult(json, { url: origin, ...(as === undefined ? {} : { as }), revoked }, () =>
    revoked
      ? `Logged out of ${origin}. The token is revoked.`
      : `Logged out of ${origin}. The token is good until it is revoked there.`,
  );
}

interface Forgotten {
  readonly origin: string;
  readonly token: string;
}

function forgetUnnamed(url: string | undefined): Forgotten {
  const origin = url === undefined ? defaultLogin() : parseOrigin(url);
  const token = origin === undefined ? undefined : findLogin(origin);
  if (origin === undefined || token === undefined || !removeLogin(origin)) {
    throw new CommandError(
      "NO_LOGIN",
      origin === undefined ? "There is no login." : `There is no login to ${origin}.`,
      "See those that there are with: keyfold doctor",
    );
  }
  forgetLogin(origin);
  return { origin, token };
}

function forgetNamed(name: string, url: string | undefined): Forgotten {
  if (url !== undefined) throw new UsageError("A login is named by its URL or by --as.", "Give one of them.");
  const login = loginNamed(name);
  removeNamedLogin(name);
  return login;
}

/** The origin of a server's URL, by which tokens are saved. */
function parseOrigin(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const more = url && (url.username || url.password || url.search || url.hash || url.pathname !== "/");
  if (url && /^https?:$/.test(url.protocol) && !more) return url.origin;
  throw new UsageError(
    // A URL that isn't one may hold a token.
    "The URL is not a server's address.",
    "Write it as https://keyfold.example, with nothing after the host and its port; the token is prompted for.",
  );
}

function notAccepted(origin: string): CommandError {
  return new CommandError(
    "UNAUTHENTICATED",
    `The server at ${origin} does not know this token, or it has expired or was revoked. Nothing was saved.`,
    "Check that all of it was pasted, and the URL; an admin makes a new one with keyfold token create.",
  );
}

async function obtainToken(origin: string, flags: LoginFlags): Promise<string> {
  const asked = flags.token === true;
  if (asked || (!process.stdin.isTTY && flags.browser)) return readToken(origin);
  const { hasSignIn, signInByBrowser } = await import("./sign-in.ts");
  return (await hasSignIn(origin)) ? signInByBrowser(origin, flags) : readToken(origin);
}

async function readToken(origin: string): Promise<string> {
  const input = process.stdin.isTTY
    ? (await import("../terminal/prompt.ts")).promptHidden(`Token for ${origin} (hidden): `)
    : (await import("../terminal/input.ts")).readInput();
  const token = (await input).trim();
  if (/^keyfold_team_[\w-]+$/.test(token)) return token;
  throw token.startsWith("keyfold_run_")
    ? new CommandError("NOT_A_LOGIN", "This is the token of a run, which is soon over.", "Log in with your own token.")
    : new CommandError(
        "INVALID_TOKEN",
        token === "" ? "No token was given." : "This is not a token of Keyfold.",
        "A token begins with keyfold_team_; an admin makes one with keyfold token create.",
      );
}

import { removeLogin } from "@keyfold/client/logins";
import { CommandError } from "../command-error.ts";
import type { JsonFlag } from "../commands/command.ts";
import { answer } from "../terminal/print.ts";
import { forgetLogin, lastLogin } from "./last-login.ts";
import { readOrigin } from "./read-origin.ts";

/** Forgets a server's token. */
export function logOut(url: string | undefined, { json }: JsonFlag): void {
  const origin = url === undefined ? lastLogin() : readOrigin(url);
  if (origin === undefined || !removeLogin(origin)) {
    throw new CommandError(
      "NO_LOGIN",
      origin === undefined ? "It is not clear which login is meant." : `There is no login to ${origin}.`,
      "Give the server's URL as it was logged in to.",
    );
  }
  forgetLogin(origin);
  answer(json, { url: origin }, () => `Logged out of ${origin}. The token is good until it is revoked there.`);
}

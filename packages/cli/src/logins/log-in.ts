import { createClient } from "@keyfold/client";
import { saveLogin } from "@keyfold/client/logins";
import { loadConfig } from "@keyfold/config";
import { CommandError } from "../command-error.ts";
import type { JsonFlag } from "../commands/command.ts";
import { isSet } from "../server/chosen-server.ts";
import { httpFetch } from "../server/http-fetch.ts";
import { roleOf } from "../server/role-of.ts";
import { answer, note } from "../terminal/print.ts";
import { rememberLogin } from "./last-login.ts";
import { readOrigin } from "./read-origin.ts";

/** Takes a token from a hidden prompt or standard input, tries it on the server, and keeps it. */
export async function logIn(url: string, { json }: JsonFlag): Promise<void> {
  const origin = readOrigin(url);
  const config = loadConfig();
  const token = await takeToken(origin);
  const allowInsecureHttp = config.get("cloud.allow_insecure_http") === true;
  const role = await roleOf(createClient({ url: origin, token, fetch: httpFetch, allowInsecureHttp }));
  saveLogin(origin, token);
  rememberLogin(origin);
  answer(json, { url: origin, role }, () => `Logged in to ${origin} as ${role}.`);
  const own = ["cloud.url", "cloud.token"].find((key) => isSet(config, key));
  if (own) note(`the configuration sets ${own}, so commands go where it says; see keyfold doctor.`);
}

async function takeToken(origin: string): Promise<string> {
  const typed = process.stdin.isTTY
    ? (await import("../terminal/ask-hidden.ts")).askHidden(`Token for ${origin} (hidden): `)
    : (await import("../terminal/read-input.ts")).readInput();
  const token = (await typed).trim();
  if (/^keyfold_team_[\w-]+$/.test(token)) return token;
  throw token.startsWith("keyfold_run_")
    ? new CommandError("NOT_A_LOGIN", "This is the token of a run, which is soon over.", "Log in with your own token.")
    : new CommandError(
        "INVALID_TOKEN",
        token === "" ? "No token was given." : "This is not a token of Keyfold.",
        "A token begins with keyfold_team_; an admin makes one with keyfold token create.",
      );
}

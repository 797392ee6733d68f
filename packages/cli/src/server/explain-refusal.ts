import { ClientError } from "@keyfold/client";
import { configuredServer } from "@keyfold/common/configured-server";
import { formatOrigin } from "@keyfold/common/origin";
import { type Config, loadConfig } from "@keyfold/config";
import { CommandError } from "../terminal/command-error.ts";
import { type ChosenServer, chooseServer, clientOf, type ServerFlags } from "./connect.ts";
import { formatGrant } from "./grants.ts";

/** What GraphQL says of a document with something that a server's schema doesn't have. */
const ofOlderServer =
  /^(Cannot query field|Unknown (argument|type|field|directive)|Field ".*" is not defined)|is not defined by type|of required type/;

/**
 * An error that says which server refused and whose token it did not accept, or which token may not do it, where the error is a
 * server's; else the error as it is.
 */
export async function explainRefusal(error: unknown, flags: ServerFlags): Promise<unknown> {
  if (!(error instanceof ClientError) || error.origin === undefined) return error;
  const { code, message, tip, origin } = error;
  if (isOfOlderServer(error)) {
    return new CommandError(
      "SERVER_TOO_OLD",
      `The server at ${origin} is of an older release than this command, and can't do that.`,
      "Its operator has to update it: npm install --global @keyfold/server",
    );
  }
  const config = loadConfig();
  const server = await chooseServer(config, flags).catch(() => undefined);
  // `keyfold login` tries a token that is nowhere yet.
  const isChosen = server !== undefined && URL.canParse(server.url) && new URL(server.url).origin === origin;
  if (code === "UNAUTHENTICATED") {
    const source = isChosen ? sourceOf(config, server) : undefined;
    const from = source ? ` from ${source.from}` : "";
    return new CommandError(code, `The server at ${origin} refused the token${from}: ${message}`, source?.tip ?? tip);
  }
  const isOfGrants = code === "FORBIDDEN" || code === "NAME_NOT_ALLOWED";
  const who = isOfGrants && isChosen ? await describeToken(config, server) : "";
  return new CommandError(code, `The server at ${origin} refused${who}: ${message}`, tip);
}

/** Whether a server of an older release refused what it doesn't know. */
export function isOfOlderServer(error: unknown): boolean {
  return error instanceof ClientError && error.code === "BAD_INPUT" && ofOlderServer.test(error.message);
}

/** Where a token comes from, and what to do where it isn't valid any more. */
function sourceOf(config: Config, { url, by, named }: ChosenServer): { from: string; tip: string } {
  const configured = configuredServer(config);
  const tipOfLogin = "The token is unknown, expired or revoked: an admin makes a new one. Then log in again:";
  if (named)
    return { from: `the login named ${named.name}`, tip: `${tipOfLogin} keyfold login ${url} --as ${named.name}` };
  if (by === "configuration" && configured.token === undefined && configured.identity !== undefined) {
    return {
      from: `cloud.identity (${configured.identity})`,
      tip: "An admin sees in keyfold audit why it is not taken.",
    };
  }
  if (by === "login" || configured.token === undefined) {
    return { from: "the login to it", tip: `${tipOfLogin} keyfold login ${url}` };
  }
  if (configured.tokenFile !== undefined) {
    return {
      from: `the file ${configured.tokenFile}`,
      tip: "It holds a run's token, and the run is over: open another.",
    };
  }
  const origin = config.origin("cloud.token");
  const isVariable = origin?.kind === "variable";
  const from = isVariable ? `the variable ${formatOrigin(origin)}` : `cloud.token (${formatOrigin(origin)})`;
  return { from, tip: "Set another there, or take it out to use a login: keyfold login URL" };
}

/** One more request, which must not hold up the error. */
const whoamiTimeoutMs = 2000;

/** ` as the token "bo" of the team "shop" (editor:prod/*)`, as far as the server says so. */
async function describeToken(config: Config, server: ChosenServer): Promise<string> {
  try {
    const client = await clientOf(config, server);
    const { team, kind, name, grants } = await client.whoami({ timeoutMs: whoamiTimeoutMs });
    const who = kind === "run" ? "a run" : `the token ${JSON.stringify(name)}`;
    return ` ${who} of the team ${JSON.stringify(team.name)} (${grants.map(formatGrant).join("; ")})`;
  } catch {
    return "";
  }
}

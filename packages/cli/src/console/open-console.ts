import { loadConfig } from "@keyfold/config";
import { chooseServer, noServer, type ServerFlags } from "../server/connect.ts";
import { openBrowser } from "../terminal/open-browser.ts";
import { printResult } from "../terminal/print.ts";

export interface ConsoleFlags extends ServerFlags {
  /** False: the address is printed, and no browser is opened. */
  browser?: boolean;
}

/**
 * Prints the address of the server's page, and opens it in a browser. The token of the login is not passed on: whoever wants
 * to sign in there pastes one.
 *
 * @throws CommandError with code NO_SERVER or NO_LOGIN; ConfigError.
 */
export async function openConsole(flags: ConsoleFlags): Promise<void> {
  const server = await chooseServer(loadConfig(), flags);
  if (server === undefined) throw noServer();
  const url = `${new URL(server.url).origin}/`;
  printResult(flags.json, { url }, () => url);
  if (flags.browser !== false && !flags.json && process.stdout.isTTY) openBrowser(url);
}

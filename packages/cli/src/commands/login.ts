import type { Command } from "commander";
import type { ServerFlags } from "../server/connect.ts";
import { addCommand } from "./command.ts";

/** `keyfold login URL` */
export function addLogin(program: Command): void {
  addCommand(program, "login <url>", "save a token for a server; it is prompted for, or read from standard input", [
    "keyfold login https://keyfold.example",
    "keyfold login https://keyfold.example < token.txt",
    "keyfold login https://keyfold.example --as shop",
  ])
    .option("--as <name>", "give the login a name, beside others for the same server: commands use it with --as NAME")
    .addHelpText(
      "after",
      `
The token is tried on the server first, and saved in a file that only you can read, beside ~/.keyfold/config.toml. From then
on keyfold's commands go to the server of the last login, unless the configuration sets cloud.url or cloud.token. A login
that has a name is used with --as alone, and goes before the configuration.`,
    )
    .action(async (url: string, flags: ServerFlags) => {
      const { logIn } = await import("../logins/logins.ts");
      await logIn(url, flags);
    });
}

/** `keyfold logout [URL]` */
export function addLogout(program: Command): void {
  addCommand(program, "logout [url]", "forget the token of a server; without a URL, that of the last login", [
    "keyfold logout",
    "keyfold logout https://keyfold.example",
    "keyfold logout --as shop",
  ])
    .option("--as <login>", "forget the login of this name")
    .addHelpText("after", "\nThe token stays valid on the server until it is revoked there: keyfold token revoke.")
    .action(async (url: string | undefined, flags: ServerFlags) => {
      const { logOut } = await import("../logins/logins.ts");
      logOut(url, flags);
    });
}

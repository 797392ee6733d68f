import type { Command } from "commander";
import type { JsonFlag } from "../terminal/print.ts";
import { addCommand } from "./command.ts";

/** `keyfold login URL` */
export function addLogin(program: Command): void {
  addCommand(program, "login <url>", "save a token for a server; it is prompted for, or read from standard input", [
    "keyfold login https://keyfold.example",
    "keyfold login https://keyfold.example < token.txt",
  ])
    .addHelpText(
      "after",
      `
The token is tried on the server first, and saved in a file that only you can read, beside ~/.keyfold/config.toml. From then
on keyfold's commands go to the server of the last login, unless the configuration sets cloud.url or cloud.token.`,
    )
    .action(async (url: string, flags: JsonFlag) => {
      const { logIn } = await import("../logins/logins.ts");
      await logIn(url, flags);
    });
}

/** `keyfold logout [URL]` */
export function addLogout(program: Command): void {
  addCommand(program, "logout [url]", "forget the token of a server; without a URL, that of the last login", [
    "keyfold logout",
    "keyfold logout https://keyfold.example",
  ])
    .addHelpText("after", "\nThe token stays valid on the server until it is revoked there: keyfold token revoke.")
    .action(async (url: string | undefined, flags: JsonFlag) => {
      const { logOut } = await import("../logins/logins.ts");
      logOut(url, flags);
    });
}

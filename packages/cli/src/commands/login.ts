import type { Command } from "commander";
import { addCommand, lazy, notes } from "./command.ts";

/** `keyfold login URL` */
export function addLogin(program: Command): void {
  addCommand(program, "login <url>", "sign in to a server in a browser, or save a token for it", [
    "keyfold login https://keyfold.example",
    "keyfold login https://keyfold.example --no-browser",
    "keyfold login https://keyfold.example < token.txt",
    "keyfold login https://keyfold.example --as shop",
  ])
    .option("--as <name>", "give the login a name, beside others for the same server: commands use it with --as NAME")
    .option("--token", "ask for a token, also where people sign in in a browser")
    .option("--no-browser", "print the address to sign in at, and open no browser")
    .addHelpText(
      "after",
      notes(
        "Where the server has sign-in and no token is piped in, a browser is opened: sign in there, and type the code that is " +
          "shown here. Otherwise the token is prompted for, or read from standard input. It is tried on the server first, and " +
          "saved in a file that only you can read, beside ~/.keyfold/config.toml. From then on keyfold's commands go to the " +
          "server of the last login, unless the configuration sets cloud.url or cloud.token. A login that has a name is used " +
          "with --as alone, and goes before the configuration.",
      ),
    )
    .action(lazy(async () => (await import("../logins/logins.ts")).logIn));
}

/** `keyfold logout [URL]` */
export function addLogout(program: Command): void {
  addCommand(program, "logout [url]", "forget the token of a server; without a URL, that of the last login", [
    "keyfold logout",
    "keyfold logout https://keyfold.example",
    "keyfold logout --as shop",
  ])
    .option("--as <login>", "forget the login of this name")
    .addHelpText(
      "after",
      notes(
        "A token that you signed in to in a browser is revoked. Any other stays valid until it is revoked: keyfold token revoke.",
      ),
    )
    .action(lazy(async () => (await import("../logins/logins.ts")).logOut));
}

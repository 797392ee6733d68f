import type { Command } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** `keyfold logout [URL]` */
export function addLogout(program: Command): void {
  command(program, "logout [url]", "forget the token of a server: of the last login unless a URL is given", [
    "keyfold logout",
    "keyfold logout https://keyfold.example",
  ])
    .addHelpText("after", "\nThe token stays good on the server until it is revoked there: keyfold token revoke.")
    .action(async (url: string | undefined, flags: JsonFlag) => {
      const { logOut } = await import("../logins/log-out.ts");
      logOut(url, flags);
    });
}

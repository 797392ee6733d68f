import type { Command } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** `keyfold login URL` */
export function addLogin(program: Command): void {
  command(program, "login <url>", "keep a token for a server; it is asked for, or read from standard input", [
    "keyfold login https://keyfold.example",
    "keyfold login https://keyfold.example < token.txt",
  ])
    .addHelpText(
      "after",
      `
The token is tried on the server first, and kept in a file that only you can read, beside ~/.keyfold/config.toml. From then
on keyfold's commands go to the server of the last login, unless the configuration sets cloud.url or cloud.token.`,
    )
    .action(async (url: string, flags: JsonFlag) => {
      const { logIn } = await import("../logins/log-in.ts");
      await logIn(url, flags);
    });
}

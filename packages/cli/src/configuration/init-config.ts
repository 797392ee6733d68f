import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { userConfigPath } from "@keyfold/config";
import { CommandError, fileNotWritten } from "../terminal/command-error.ts";
import { type JsonFlag, printResult } from "../terminal/print.ts";

/** It sets nothing but shows the defaults: a flag that is set would go before a login. */
const starterConfig = `# Keyfold's configuration for you on this machine. ./keyfold.toml of a folder is laid over it, then the environment:
# KEYFOLD__CLOUD__URL sets cloud.url. "keyfold config show --origin" shows what is in force, and where it comes from.

[cloud]
# true, the default: secrets come from [context.secrets] below, and no server is asked.
# false: what isn't there is read from the server, inside a run.
# use_local_secrets = true

# url = "https://keyfold.example"
# request_timeout_seconds = 30
# The token is not for this file: keyfold login URL saves it, and KEYFOLD__CLOUD__TOKEN brings it to a service.

[context.secrets]
# Values stand in quotes. "$NAME" takes a variable of the environment; "\\\\$" is a literal dollar.
# "my secret" = "VALUE"
# database_url = "$DATABASE_URL"
`;

/**
 * Writes the starter, unless there is a file.
 *
 * @throws CommandError with code FILE_EXISTS or FILE_NOT_WRITTEN.
 */
export function initConfig({ json }: JsonFlag): void {
  const file = userConfigPath();
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, starterConfig, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    throw code === "EEXIST" && syscall === "open"
      ? new CommandError("FILE_EXISTS", `${file} is there already, and was left as it is.`, "Edit it, or move it away.")
      : fileNotWritten(file, code, "Check the folder and its owner.");
  }
  printResult(json, { path: file }, () => `${file} is written, and only you can read it.`);
}

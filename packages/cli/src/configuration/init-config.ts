import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { userConfigPath } from "@keyfold/config";
import { CommandError, fileNotWritten } from "../terminal/command-error.ts";
import { type JsonFlag, printResult } from "../terminal/print.ts";

/** It sets nothing but shows the defaults: a flag that is set would go before a login. */
const starterConfig = `# Keyfold's configuration, for you on this machine. A folder's ./keyfold.toml overrides it, and the environment both:
# KEYFOLD__CLOUD__URL sets cloud.url. "keyfold config show --origin" shows what is in force, and where it comes from.

[cloud]
# true: secrets come from [context.secrets] below, and no server is asked.
# false, the default where a url is set with a token: what isn't there is read from the server, in a run.
# use_local_secrets = true

# url = "https://keyfold.example"
# request_timeout_seconds = 30
# Keep tokens out of this file: keyfold login URL saves yours, and a service gets its own in KEYFOLD__CLOUD__TOKEN.

[context.secrets]
# Quote values. "$NAME" is replaced by that environment variable; "\\\\$" is a literal dollar.
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

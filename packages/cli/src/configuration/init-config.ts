import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { userConfigPath } from "@keyfold/config";
import { CommandError } from "../command-error.ts";
import type { JsonFlag } from "../commands/command.ts";
import { answer } from "../terminal/print.ts";
import { starterConfig } from "./starter-config.ts";

/** Writes the starter, unless there is a file. */
export function initConfig({ json }: JsonFlag): void {
  const file = userConfigPath();
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, starterConfig, { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw notWritten(file, error as NodeJS.ErrnoException);
  }
  answer(json, { path: file }, () => `${file} is written, and only you can read it.`);
}

function notWritten(file: string, { code, syscall }: NodeJS.ErrnoException): CommandError {
  return code === "EEXIST" && syscall === "open"
    ? new CommandError("FILE_EXISTS", `${file} is there already, and was left as it is.`, "Edit it, or move it away.")
    : new CommandError(
        "FILE_NOT_WRITTEN",
        `${file} could not be written (${code}).`,
        "Check the folder and its owner.",
      );
}

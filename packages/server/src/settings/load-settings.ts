import { ConfigError, loadConfig } from "@keyfold/config";
import { ServerError } from "../server-error.ts";
import { readSettings } from "./read-settings.ts";
import { type OwnSettings, type Settings, snakeCase } from "./settings.ts";

export interface SettingsSources {
  /** A file with a table `[server]`; without one no file is read. */
  readonly file: string | undefined;
  /** What was given on the command line: wins over the environment, which wins over the file. */
  readonly flags: Partial<Record<keyof OwnSettings, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The server's settings from everywhere. Throws `SETTINGS_INVALID` with what is wrong, and where it was set. */
export function loadSettings({ file, flags, env }: SettingsSources): Settings {
  const server = Object.fromEntries(Object.entries(flags).map(([name, value]) => [snakeCase(name), value]));
  const overrides = Object.keys(server).length > 0 ? { server } : {};
  try {
    return readSettings(loadConfig({ files: file === undefined ? [] : [file], env, overrides }), env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ServerError("SETTINGS_INVALID", error.message, error.tip, error);
  }
}

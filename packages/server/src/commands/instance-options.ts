import type { Command } from "commander";
import { type InstanceSettings, instanceSettings } from "../instance/instance-settings.ts";
import { processEnvironment } from "../process-environment.ts";
import { loadSettings } from "../settings/load-settings.ts";
import { ownSettings } from "../settings/settings.ts";

const names = ["data", "database", "vault", "masterKeyCommand"] as const;

export type InstanceFlags = { readonly [Name in (typeof names)[number]]?: string } & { readonly config?: string };

/** Gives a command the options that name an instance. */
export function addInstanceOptions(command: Command): Command {
  for (const name of names) command.option(`${ownSettings[name].option} <value>`, ownSettings[name].about);
  return command.option("--config <file>", "a TOML file with a table [server]");
}

/** The instance that the options, the environment and the file name. Throws `SETTINGS_INVALID`. */
export function readInstance(given: InstanceFlags): InstanceSettings {
  const flags = Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
  const settings = loadSettings({ file: given.config, flags, env: processEnvironment() });
  return instanceSettings(settings.data, settings);
}

import { processEnvironment } from "@keyfold/common/process-environment";
import { shellQuote } from "@keyfold/common/shell-quote";
import type { Command } from "commander";
import type { ServerOptions } from "../server-options.ts";
import { type GivenSettings, loadSettings } from "../settings/load-settings.ts";
import type { Setting } from "../settings/setting.ts";
import {
  type InstanceSettings,
  instanceFields,
  instanceSettings,
  type Settings,
  serverFields,
} from "../settings/settings.ts";

/** What the options of a command gave. */
export interface SettingsFlags extends GivenSettings {
  readonly config?: string;
}

/** Gives a command the options that name an instance. */
export function addInstanceOptions(command: Command): Command {
  return addOptions(command, instanceFields);
}

/** Gives a command the options of all settings that have one. */
export function addServerOptions(command: Command): Command {
  return addOptions(command, { ...instanceFields, ...serverFields });
}

/**
 * The settings of the options, the environment and the file.
 *
 * @throws ServerError `SETTINGS_INVALID`.
 */
export function readSettings({ config: file, ...given }: SettingsFlags): Settings {
  return loadSettings({ file, given, env: processEnvironment() });
}

/**
 * The instance that the options, the environment and the file name.
 *
 * @throws ServerError `SETTINGS_INVALID`.
 */
export function readInstance(flags: SettingsFlags): InstanceSettings {
  const settings = readSettings(flags);
  return instanceSettings(settings.data, settings);
}

/**
 * The options of an instance that were given, to be typed again: ` --data 'my data'`. A URL with a password is not repeated.
 *
 * @param without - options that the next command needs another value for.
 */
export function typedAgain(
  { config, ...given }: SettingsFlags,
  without: readonly (keyof InstanceSettings)[] = [],
): string {
  const fields: [keyof typeof instanceFields, Setting][] = Object.entries(instanceFields) as never;
  const options = fields.flatMap(([name, { option }]): [string, string | undefined][] =>
    option === undefined || without.includes(name) ? [] : [[option, given[name]]],
  );
  return [...options, ["--config", config] as const]
    .flatMap(([option, value]) =>
      value === undefined ? [] : [` ${option} ${URL.parse(value)?.password ? "URL" : shellQuote(value)}`],
    )
    .join("");
}

/** What `createServer` takes, out of the settings. */
export function serverOptions(settings: Settings): ServerOptions {
  const { data, tlsCert, tlsKey, requestTimeoutSeconds, stopTimeoutSeconds, ...same } = settings;
  return {
    ...same,
    dataFolder: data,
    stores: settings,
    metricsApart: settings.metricsListen !== undefined,
    tls: tlsCert !== undefined && tlsKey !== undefined ? { certFile: tlsCert, keyFile: tlsKey } : undefined,
    requestTimeoutMs: requestTimeoutSeconds * 1000,
    stopTimeoutMs: stopTimeoutSeconds * 1000,
  };
}

function addOptions(command: Command, fields: Readonly<Record<string, Setting>>): Command {
  for (const { option, description } of Object.values(fields)) {
    if (option !== undefined) command.option(`${option} <value>`, inHelp(description));
  }
  return command.option("--config <file>", "a TOML file with a table [server]");
}

/** A description as help has it: no sentence, and no Markdown. */
function inHelp(description: string): string {
  return description
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase())
    .replace(/\.$/, "")
    .replaceAll("`", "");
}

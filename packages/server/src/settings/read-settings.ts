import type { Origin } from "@keyfold/config";
import { ServerError } from "../server-error.ts";
import { limitSettings } from "./limits.ts";
import type { Setting } from "./setting.ts";
import { ownSettings, type Settings, settingsByKey, snakeCase } from "./settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The part of a loaded configuration that is needed here. */
export interface SettingsSource {
  get(key: string): unknown;
  has(key: string): boolean;
  /** The key of each value that is there. */
  paths(): string[];
  origin(key: string): Origin | undefined;
}

/**
 * The server's settings out of a configuration. Throws `SETTINGS_INVALID` with every wrong one and where it was set: of
 * another kind, out of its range, or no setting at all. A value is never told: it may be a password in the wrong place.
 */
export function readSettings(source: SettingsSource, env: Environment): Settings {
  const problems: string[] = [];
  for (const key of source.paths()) {
    if ((key !== "server" && !key.startsWith("server.")) || settingsByKey.has(key)) continue;
    problems.push(`${key}${place(source, key)} is not a setting of the server.`);
  }
  const read = (key: string, setting: Setting): unknown => {
    if (!source.has(key)) return setting.usual;
    const value = setting.kind === "text" ? asText(source, key, env) : source.get(key);
    const problem = problemWith(value, setting);
    if (problem !== undefined) problems.push(`${key}${place(source, key)} must be ${problem}.`);
    return value;
  };
  const own = Object.entries(ownSettings).map(([name, setting]) => [name, read(`server.${snakeCase(name)}`, setting)]);
  const limits = Object.entries(limitSettings).map(([name, setting]) => [
    name,
    read(`server.limits.${snakeCase(name)}`, setting),
  ]);
  if (problems.length > 0) {
    throw new ServerError("SETTINGS_INVALID", problems.join("\n"), "docs/server.md lists the settings.");
  }
  return { ...Object.fromEntries(own), limits: Object.fromEntries(limits) } as Settings;
}

/** A text; one of the environment that looks like a number or like `true` is still the text that it was. */
function asText(source: SettingsSource, key: string, env: Environment): unknown {
  const value = source.get(key);
  if (typeof value === "string") return value;
  const origin = source.origin(key);
  return typeof origin === "object" && origin.kind === "env" ? env[origin.variable] : value;
}

/** What the value must be, if it is not. */
function problemWith(value: unknown, { kind, least, most, choices, form }: Setting): string | undefined {
  if (kind === "flag") return typeof value === "boolean" ? undefined : "true or false";
  if (kind === "count") {
    const fits = Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
    return fits ? undefined : `a whole number from ${least} to ${most}`;
  }
  if (choices !== undefined) return choices.includes(value as string) ? undefined : `one of ${choices.join(", ")}`;
  if (typeof value !== "string" || value === "") return "a text";
  return form === undefined || form.pattern.test(value) ? undefined : `like ${form.like}`;
}

function place(source: SettingsSource, key: string): string {
  const origin = source.origin(key);
  if (origin === undefined || origin === "default") return "";
  if (origin === "override") return ", set on the command line,";
  return origin.kind === "file" ? `, set at ${origin.path}:${origin.line},` : `, set by ${origin.variable},`;
}

import { docsPage } from "@keyfold/common/docs-page";
import type { SchemaResult, StandardSchema } from "@keyfold/common/standard-schema";
import { ConfigError, loadConfig } from "@keyfold/config";
import { ServerError } from "../server-error.ts";
import { limitFields } from "./limits.ts";
import { addressForm } from "./listen-address.ts";
import { defaultMax, type Setting, snakeCase } from "./setting.ts";
import { instanceFields, type Settings, serverFields, signInFields } from "./settings.ts";

type Fields = Readonly<Record<string, Setting>>;
type Table = Readonly<Record<string, unknown>>;
type Issue = { readonly path: readonly string[]; readonly message: string };

/** Strings for settings, by their names. */
export type GivenSettings = { readonly [Name in Exclude<keyof Settings, "limits" | "signIn">]?: string };

export interface SettingsSources {
  /** A file with a table `[server]`; without one no file is read. */
  readonly file: string | undefined;
  /** What was given on the command line: wins over the environment, which wins over the file. */
  readonly given: GivenSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The server's settings from everywhere. A value is in no message: it may be a password in the wrong place.
 *
 * @throws ServerError `SETTINGS_INVALID` with every wrong one and where it was set: of another type, out of its range,
 *   or no setting at all.
 */
export function loadSettings({ file, given, env }: SettingsSources): Settings {
  const server = Object.fromEntries(Object.entries(given).map(([name, value]) => [snakeCase(name), value]));
  const overrides = Object.keys(server).length > 0 ? { server } : {};
  const schema = settingsSchema(given);
  try {
    return loadConfig({ files: file === undefined ? [] : [file], env, overrides, schema }).values;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const tip = error.code === "INVALID_CONFIG" ? `${docsPage("server.md#settings")} lists the settings.` : error.tip;
    throw new ServerError("SETTINGS_INVALID", error.message, tip, { cause: error });
  }
}

/** Checks the table `server` of a configuration, and makes the settings of it. */
function settingsSchema(given: GivenSettings): StandardSchema<Settings> {
  const validate = (configuration: unknown): SchemaResult<Settings> => {
    const { server = {} } = configuration as Table;
    const { limits = {}, sign_in: signIn = {}, ...own } = isTable(server) ? server : {};
    const checked = [
      check(["server"], isTable(server) ? own : server, { ...instanceFields, ...serverFields }),
      check(["server", "sign_in"], signIn, signInFields),
      check(["server", "limits"], limits, limitFields),
    ] as const;
    const issues = checked.flatMap((each) => each.issues);
    if (issues.length > 0) return { issues };
    const [values, people, limited] = checked.map((each) => each.values);
    return { value: { ...values, signIn: people, limits: limited } as unknown as Settings };
  };
  const check = (path: readonly string[], table: unknown, fields: Fields): { values: Table; issues: Issue[] } => {
    if (!isTable(table)) return { values: {}, issues: [{ path, message: "must be a table" }] };
    const names = new Map(Object.keys(fields).map((name) => [snakeCase(name), name]));
    const issues = Object.keys(table)
      .filter((key) => !names.has(key))
      .map((key) => ({ path: [...path, key], message: "is not a setting of the server" }));
    const values = [...names].map(([key, name]) => {
      const setting = fields[name] as Setting;
      const written = Object.hasOwn(table, key) ? table[key] : setting.default;
      const isScalar = typeof written === "number" || typeof written === "boolean";
      const value = setting.orScalar && isScalar ? String(written) : written;
      const expected = value === undefined ? undefined : expectation(value, setting);
      const source = Object.hasOwn(given, name) ? `; it comes from ${setting.option}` : "";
      if (expected !== undefined) issues.push({ path: [...path, key], message: `must be ${expected}${source}` });
      return [name, value];
    });
    return { values: Object.fromEntries(values), issues };
  };
  return { "~standard": { version: 1, vendor: "keyfold", validate } };
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What the value must be, if it is not. */
function expectation(
  value: unknown,
  { default: standard, min = 1, max = defaultMax, choices, format }: Setting,
): string | undefined {
  if (typeof standard === "boolean") return typeof value === "boolean" ? undefined : "true or false";
  if (typeof standard === "number") {
    const fits = Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
    return fits ? undefined : `a whole number from ${min} to ${max}`;
  }
  if (choices !== undefined) return choices.includes(value as string) ? undefined : `one of ${choices.join(", ")}`;
  if (typeof value !== "string" || value === "") return "a string that is not empty";
  return format === undefined || addressForm.test(value) ? undefined : "like 127.0.0.1:4250 or [::1]:4250";
}

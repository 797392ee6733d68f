import { formatError } from "@keyfold/common/error";
import { formatOrigin } from "@keyfold/common/origin";
import { type Config, loadConfig } from "@keyfold/config";
import { checkConfig } from "@keyfold/config/check";
import { CommandError } from "../terminal/command-error.ts";
import { colour, printable } from "../terminal/format.ts";
import { type JsonFlag, printResult } from "../terminal/print.ts";

export interface ShowFlags extends JsonFlag {
  origin?: boolean;
}

/** Shows every setting in force, and where it comes from if that is asked for. */
export function showConfig({ origin, json }: ShowFlags): void {
  const config = loadConfig();
  const settings = config.paths().map((path) => {
    const from = formatOrigin(config.origin(path));
    return { path, value: formatSetting(config, path), ...(origin ? { origin: from } : {}) };
  });
  printResult(json, origin ? settings : config.values, () =>
    settings
      .map(({ path, value, origin: from }) => `${path} = ${value}${from === undefined ? "" : `  # ${from}`}`)
      .map(printable)
      .join("\n"),
  );
}

/**
 * Shows one setting: a string as it is, anything else as JSON.
 *
 * @throws CommandError with code NO_SUCH_KEY.
 */
export function showSetting(key: string, { json }: JsonFlag): void {
  const config = loadConfig();
  if (!config.has(key)) {
    throw new CommandError(
      "NO_SUCH_KEY",
      `The configuration has no key ${printable(key)}.`,
      "See them all with: keyfold config show",
    );
  }
  const value = isHidden(config, key) ? "<secret>" : withoutPassword(config.get(key));
  printResult(json, { key, value, origin: formatOrigin(config.origin(key)) }, () =>
    typeof value === "string" ? printable(value) : formatSetting(config, key),
  );
}

/** JSON is how TOML spells most values too. */
function formatSetting(config: Config, path: string): string {
  const value = config.get(path);
  if (isHidden(config, path)) return "<secret>";
  return typeof value === "bigint" ? String(value) : JSON.stringify(value, (_key, item) => withoutPassword(item));
}

function isHidden(config: Config, path: string): boolean {
  return config.isSecret(path) && config.get(path) !== "";
}

/** A URL as printing a configuration shows it. */
function withoutPassword(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/(:\/\/[^\s/?#:@]*:)[^\s/?#]+@/g, "$1<secret>@") : value;
}

const colours = { error: "red", warning: "yellow", note: "dim" } as const;

/**
 * Reports every problem of the configuration.
 *
 * @returns what `keyfold` ends with: 1 if there are errors.
 */
export function reportProblems({ json }: JsonFlag): number {
  const problems = checkConfig();
  const errors = problems.filter(({ severity }) => severity === "error").length;
  printResult(json, { ok: errors === 0, problems }, () =>
    [
      ...problems.map(
        ({ severity, ...problem }) => `${colour(colours[severity], severity)}: ${printable(formatError(problem))}`,
      ),
      errors === 0 ? "The configuration can be loaded." : "The configuration can't be loaded.",
    ].join("\n"),
  );
  return errors === 0 ? 0 : 1;
}

import { nearName } from "@keyfold/common/near-name";
import { assemble } from "./assemble.ts";
import { ConfigError } from "./config-error.ts";
import type { ConfigOptions } from "./config-options.ts";
import type { ConfigFile } from "./files/config-file.ts";
import { readableByOthers } from "./files/config-file.ts";
import { readConfigFile, syncFiles } from "./files/read-config-file.ts";
import { formatPath } from "./key-path.ts";
import { filesOf } from "./load-config.ts";
import { runSteps } from "./steps.ts";
import { isTable, type OpenTable } from "./table.ts";

/** Something that was found in a configuration. It never holds a value. */
export interface ConfigProblem {
  /** An error keeps the configuration from loading; a note only says what happened. */
  readonly severity: "error" | "warning" | "note";
  /** Stable; an error's are those of ConfigError. */
  readonly code: string;
  /** What was found and where. */
  readonly message: string;
  /** What to do next, if the message doesn't say it. */
  readonly tip?: string | undefined;
  /** The file, if one is meant. */
  readonly path?: string | undefined;
  /** From 1. */
  readonly line?: number | undefined;
  /** In characters, from 1. */
  readonly column?: number | undefined;
  /** The path of the key, if one is meant. */
  readonly key?: string | undefined;
}

/**
 * Looks through every layer and lists all that is wrong at once, files that others can read, and each `$NAME` and `${section.key}` with
 * whether it was resolved, and keys that are nearly one of Keyfold's settings. The schema is not asked.
 *
 * @example
 * ```ts
 * for (const { severity, message, tip = "" } of checkConfig({ envPrefix: "MYAPP" })) {
 *   console.log(`${severity}: ${message} ${tip}`);
 * }
 * ```
 *
 * @param options - where the configuration comes from, as for `loadConfig`.
 * @returns the problems, in the order in which the layers are read; none holds a value.
 */
export function checkConfig(options: ConfigOptions<unknown> = {}): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const report = ({ code, message, tip, path, line, column }: ConfigError): void => {
    problems.push({ severity: "error", code, message, tip, path, line, column });
  };
  const files: ConfigFile[] = [];
  for (const each of filesOf(options)) {
    try {
      const file = runSteps(readConfigFile(each, syncFiles));
      if (file) files.push(file);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      report(error);
    }
  }
  for (const file of files) {
    const message = readableByOthers(file);
    if (message) problems.push({ severity: "warning", code: "FILE_READABLE", message, path: file.path });
  }
  const seen = new Set<string>();
  const note = (keys: readonly string[], severity: "warning" | "note", code: string, text: string): void => {
    const key = formatPath(keys);
    const message = `${key}: ${text}`;
    if (!seen.has(message)) problems.push({ severity, code, message, key });
    seen.add(message);
  };
  try {
    const { values, prefix } = assemble(options, files, {
      report,
      onVariable(keys, written, known) {
        if (known) note(keys, "note", "VARIABLE_EXPANDED", `${written} was replaced by the variable's value.`);
        // With braces it may be a reference, which comes next.
        else if (!written.startsWith("${")) {
          note(
            keys,
            "warning",
            "VARIABLE_UNKNOWN",
            "a $ stays as it is: no variable has that name. A literal dollar is \\$.",
          );
        }
      },
      onReference(keys, to, found) {
        if (found) note(keys, "note", "REFERENCE_RESOLVED", `\${${formatPath(to)}} was replaced by that key's value.`);
        else
          note(
            keys,
            "warning",
            "REFERENCE_UNKNOWN",
            'a ${…} became "": no key has that name. A literal dollar is \\$.',
          );
      },
    });
    if (prefix === "KEYFOLD") {
      for (const [keys, meant] of misspelled(values)) {
        note(keys, "warning", "KEY_UNKNOWN", `Keyfold has no such setting. Did you mean ${formatPath(meant)}?`);
      }
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    report(error);
  }
  return problems;
}

/** Keyfold's own tables and the keys in them. Tables of other names are the program's, and so is what no name here is near to. */
const settings: Readonly<Record<string, readonly string[]>> = {
  cloud: [
    "url",
    "token",
    "token_file",
    "identity",
    "trust",
    "folder",
    "use_local_secrets",
    "request_timeout_seconds",
    "allow_insecure_http",
  ],
  context: ["secrets"],
};

/** The paths that are probably meant as one of Keyfold's settings, and that one. */
function* misspelled(values: OpenTable): Generator<[keys: string[], meant: string[]]> {
  for (const [name, table] of Object.entries(values)) {
    const meant = Object.hasOwn(settings, name) ? name : nearName(name, Object.keys(settings));
    if (meant === undefined || !isTable(table)) continue;
    if (meant !== name) yield [[name], [meant]];
    const known = settings[meant] ?? [];
    for (const key of Object.keys(table).filter((each) => !known.includes(each))) {
      const near = nearName(key, known);
      if (near !== undefined)
        yield [
          [name, key],
          [meant, near],
        ];
    }
  }
}

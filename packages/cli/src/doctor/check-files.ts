import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { formatError } from "@keyfold/common/error";
import { userConfigPath } from "@keyfold/config";
import { checkConfig } from "@keyfold/config/check";
import type { Finding } from "./finding.ts";

/** Whether the configuration can be loaded, and whether others can read what they should not. */
export function checkFiles(): Finding[] {
  const problems = checkConfig().filter(({ severity }) => severity !== "note");
  const found = problems.map((problem): Finding => ({ state: "bad", text: formatError(problem) }));
  const loads = problems.every(({ severity }) => severity !== "error");
  const logins = join(dirname(userConfigPath()), "logins.json");
  return [
    ...(loads ? [{ state: "good", text: "The configuration can be loaded." } as const] : []),
    ...found,
    ...checkMode(logins),
  ];
}

function checkMode(file: string): Finding[] {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return [];
  return (mode & 0o077) === 0
    ? [{ state: "good", text: `Only you can read ${file}.` }]
    : [{ state: "bad", text: `Others can read the tokens in ${file}. Change that: chmod 600 ${file}` }];
}

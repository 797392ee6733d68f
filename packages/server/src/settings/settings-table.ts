import { noMost, type Setting } from "./setting.ts";
import { settingsByKey } from "./settings.ts";

/** The table of every setting, as docs/server.md has it. */
export function settingsTable(): string {
  const rows = [...settingsByKey].map(
    ([key, setting]) => `| \`${key.slice("server.".length)}\` | ${usualOf(setting)} | ${aboutOf(setting)} |`,
  );
  return ["| setting | default | what it does |", "| --- | --- | --- |", ...rows].join("\n");
}

function usualOf({ usual }: Setting): string {
  return usual === undefined ? "" : `\`${usual}\``;
}

function aboutOf({ about, option, choices, kind, least, most }: Setting): string {
  const range = kind !== "count" ? "" : most === noMost ? ` At least ${least}.` : ` ${least} to ${most}.`;
  const either = choices === undefined ? "" : ` One of ${choices.map((choice) => `\`${choice}\``).join(", ")}.`;
  return `${about}${either}${range}${option === undefined ? "" : ` Also \`${option}\`.`}`;
}

import { defaultMax, type Setting, settingsByKey } from "./settings.ts";

/** The table of every setting, as docs/server.md has it. */
export function settingsTable(): string {
  const rows = [...settingsByKey].map(
    ([key, setting]) => `| \`${key.slice("server.".length)}\` | ${defaultOf(setting)} | ${describe(setting)} |`,
  );
  return ["| setting | default | what it does |", "| --- | --- | --- |", ...rows].join("\n");
}

function defaultOf(setting: Setting): string {
  return setting.default === undefined ? "" : `\`${setting.default}\``;
}

function describe({ description, option, choices, type, min = 1, max = defaultMax }: Setting): string {
  const range = type !== "integer" ? "" : max === defaultMax ? ` At least ${min}.` : ` ${min} to ${max}.`;
  const either = choices === undefined ? "" : ` One of ${choices.map((choice) => `\`${choice}\``).join(", ")}.`;
  return `${description}${either}${range}${option === undefined ? "" : ` Also \`${option}\`.`}`;
}

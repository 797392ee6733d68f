import { formatError } from "@keyfold/common/error";
import { checkConfig } from "@keyfold/config/check";
import type { JsonFlag } from "../commands/command.ts";
import { colour } from "../terminal/colour.ts";
import { answer } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";

const colours = { error: "red", warning: "yellow", note: "dim" } as const;

/**
 * Reports every problem of the configuration.
 *
 * @returns what `keyfold` ends with: 1 if there are errors.
 */
export function reportConfig({ json }: JsonFlag): number {
  const problems = checkConfig();
  const errors = problems.filter(({ severity }) => severity === "error").length;
  answer(json, { ok: errors === 0, problems }, () =>
    [
      ...problems.map(
        ({ severity, ...problem }) => `${colour(colours[severity], severity)}: ${printable(formatError(problem))}`,
      ),
      errors === 0 ? "The configuration can be loaded." : "The configuration can't be loaded.",
    ].join("\n"),
  );
  return errors === 0 ? 0 : 1;
}

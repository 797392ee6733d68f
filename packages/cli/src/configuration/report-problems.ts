import { formatError } from "@keyfold/common/error";
import { checkConfig } from "@keyfold/config/check";
import { colour, printable } from "../terminal/format.ts";
import { type JsonFlag, printResult } from "../terminal/print.ts";

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

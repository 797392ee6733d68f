import { loadConfig } from "@keyfold/config";
import { CommandError } from "../command-error.ts";
import type { JsonFlag } from "../commands/command.ts";
import { answer } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";
import { describeOrigin } from "./describe-origin.ts";
import { shownValue } from "./shown-value.ts";

/** Shows one setting: a text as it is, anything else as JSON. */
export function getSetting(key: string, { json }: JsonFlag): void {
  const config = loadConfig();
  if (!config.has(key)) {
    throw new CommandError(
      "NO_SUCH_KEY",
      `The configuration has no key ${printable(key)}.`,
      "See them all with: keyfold config show",
    );
  }
  const value = config.get(key);
  const secret = config.isSecret(key) && value !== "";
  answer(json, { key, value: secret ? "<secret>" : value, origin: describeOrigin(config.origin(key)) }, () =>
    typeof value === "string" && !secret ? printable(value) : shownValue(config, key),
  );
}

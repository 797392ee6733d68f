import { loadConfig } from "@keyfold/config";
import type { ConfigShowFlags } from "../commands/config-show.ts";
import { answer } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";
import { describeOrigin } from "./describe-origin.ts";
import { shownValue } from "./shown-value.ts";

/** Shows every setting in force, and where it comes from if that is asked for. */
export function showConfig({ origin, json }: ConfigShowFlags): void {
  const config = loadConfig();
  const settings = config.paths().map((path) => {
    const from = describeOrigin(config.origin(path));
    return { path, value: shownValue(config, path), ...(origin ? { origin: from } : {}) };
  });
  answer(json, origin ? settings : config.values, () =>
    settings
      .map(({ path, value, origin: from }) => `${path} = ${value}${from === undefined ? "" : `  # ${from}`}`)
      .map(printable)
      .join("\n"),
  );
}

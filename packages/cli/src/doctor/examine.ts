import { loadConfig } from "@keyfold/config";
import type { JsonFlag } from "../commands/command.ts";
import { colour } from "../terminal/colour.ts";
import { answer } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";
import { checkFiles } from "./check-files.ts";
import { checkServer } from "./check-server.ts";
import type { Finding } from "./finding.ts";
import { whereGetLooks } from "./where-get-looks.ts";

const marks = {
  good: () => colour("green", "✔"),
  bad: () => colour("red", "✘"),
  note: () => "·",
} as const;

/**
 * Says where a `get` would look, and looks at what that needs.
 *
 * @returns what `keyfold` ends with: 1 if something is wrong.
 */
export async function examine({ json }: JsonFlag): Promise<number> {
  const files = checkFiles();
  // A configuration that can't be loaded says so in its own finding, and nothing can be said about the rest.
  const loads = files.some(({ state, text }) => state === "good" && text.startsWith("The configuration"));
  const config = loads ? loadConfig() : undefined;
  const get = config ? whereGetLooks(config) : "A get fails: the configuration can't be loaded.";
  const findings: Finding[] = [...files, ...(config ? await checkServer(config) : [])];
  const ok = findings.every(({ state }) => state !== "bad");
  answer(json, { ok, get, findings }, () =>
    [printable(get), ...findings.map(({ state, text }) => `${marks[state]()} ${printable(text)}`)].join("\n"),
  );
  return ok ? 0 : 1;
}

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { resetContext } from "@keyfold/context";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { onTestFinished, vi } from "vitest";

/**
 * Gives the rest of the test a user file with this text, and this environment.
 *
 * @returns the file's path.
 */
export function configure(toml: string, env: Record<string, string> = {}): string {
  const file = join(temporaryFolder(), "config.toml");
  writeFileSync(file, toml, { mode: 0o600 });
  for (const [name, value] of Object.entries({ KEYFOLD_CONFIG: file, ...env })) vi.stubEnv(name, value);
  resetContext();
  onTestFinished(resetContext);
  return file;
}

/** Settings of a process that reads from a server. */
export function cloud(url: string, token: string): Record<string, string> {
  return {
    KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false",
    KEYFOLD__CLOUD__URL: url,
    KEYFOLD__CLOUD__TOKEN: token,
  };
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { record } from "./canary.ts";
import { installPrefect, type PrefectVersion } from "./install-prefect.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export type { PrefectVersion };

/** How long the first `runPrefect` of a machine may take, in milliseconds: it installs Prefect. */
export const prefectInstallMs = 300_000;

/**
 * Runs a Python program with a real, unmodified Prefect. The variables are those that an operator sets; gives what the
 * program printed, and throws what it complained of if it fails.
 */
export async function runPrefect(
  version: PrefectVersion,
  { url, token, program }: { url: string; token: string; program: string },
): Promise<string> {
  const python = await installPrefect(version);
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    HOME: temporaryFolder(),
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONWARNINGS: "ignore",
    PREFECT__CLOUD__USE_LOCAL_SECRETS: "false",
    ...(version === "0.7.0"
      ? { PREFECT__CLOUD__GRAPHQL: url, PREFECT__CLOUD__AUTH_TOKEN: token }
      : { PREFECT__BACKEND: "cloud", PREFECT__CLOUD__API: url, PREFECT__CLOUD__API_KEY: token }),
  };
  const child = spawn(python, ["-"], { env, cwd: env.HOME, stdio: "pipe" });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  }
  child.stdin.end(program);
  const [code] = await once(child, "close");
  record(`prefect-${version}`, printed.stderr);
  if (code !== 0) throw new Error(`Prefect ${version} ended with ${code}: ${printed.stderr}`);
  return printed.stdout.trim();
}

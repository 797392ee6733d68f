import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { record } from "./canary.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const cache = join(import.meta.dirname, "../../../node_modules/.cache");

/** Prefect's releases whose clients are tried, with what they need of the packages that moved on since. */
const requirements = { "0.7.0": ["prefect==0.7.0", "urllib3<2"], "1.4.1": ["prefect==1.4.1"] } as const;

export type PrefectVersion = keyof typeof requirements;

/** How long the first `runPrefect` of a machine may take, in milliseconds: it installs Prefect. */
export const prefectInstallMs = 300_000;

/**
 * Runs a Python program with a real, unmodified Prefect, installed from PyPI into the repository's cache. The variables
 * are those that an operator sets; gives what the program printed, and throws what it complained of if it fails.
 */
export async function runPrefect(
  version: PrefectVersion,
  { url, token, program }: { url: string; token: string; program: string },
): Promise<string> {
  const python = join(await installPrefect(version), "bin/python");
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

/** A virtual environment with Prefect. Several test files may ask at once: whoever is first is taken. */
async function installPrefect(version: PrefectVersion): Promise<string> {
  const folder = join(cache, `prefect-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    const run = promisify(execFile);
    await run("python3", ["-m", "venv", fresh]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await run(join(fresh, "bin/python"), [...pip, ...requirements[version]]);
    if (!existsSync(folder)) renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient, KeyfoldError, type OpenedRun } from "@keyfold/client";
import type { Environment } from "@keyfold/common/process-environment";
import { loadConfig } from "@keyfold/config";
import { type Inputs, readInputs } from "./inputs.ts";
import { mask, saveState, setVariable } from "./workflow.ts";

/**
 * The main step: opens a run by the job's own identity, and gives the steps that follow what the inputs name.
 *
 * @throws KeyfoldError or ClientError with the code of what is wrong; it never holds a value or a token.
 */
export async function mainStep(env: Environment): Promise<void> {
  saveState(env, "step", "main");
  const inputs = readInputs(env);
  const run = await openRun(env, inputs);
  mask(run.token);
  // Before anything else can fail, as the post step ends the run whatever comes now.
  for (const [name, value] of Object.entries({ url: inputs.url, run: run.id, token: run.token }))
    saveState(env, name, value);
  if (inputs.named.length > 0) await giveSecrets(env, inputs, createClient({ url: inputs.url, token: run.token }));
  if (inputs.allow.length > 0) giveRun(env, inputs.url, run.token);
}

/** The configuration is the step's inputs and the environment: no file of the repository that was checked out counts. */
async function openRun(env: Environment, { url, trust = "", named, allow, ...input }: Inputs): Promise<OpenedRun> {
  const cloud = { url, identity: "github", trust, token: "", token_file: "" };
  const config = loadConfig({ env, files: [], overrides: { cloud } });
  const { folder = null, label = null, ttlSeconds } = input;
  const names = [...new Set([...named.map(({ name }) => name), ...allow])];
  return createClient({ config }).openRun({ folder, label, ttlSeconds, allow: names, trust: trust || null });
}

/** Every value is masked and found usable before one of them is given out. */
async function giveSecrets(env: Environment, { named }: Inputs, client: Client): Promise<void> {
  const names = [...new Set(named.map(({ name }) => name))];
  const answers = await client.secretValues(names);
  const refused = answers.flatMap(({ name, error }) => (error ? [`${JSON.stringify(name)} (${error.code})`] : []));
  if (refused.length > 0) throw unread(refused);
  const values = new Map(answers.map(({ name, value }) => [name, asString(value)]));
  for (const value of values.values()) mask(value);
  const noVariable = named.find(({ name, as }) => as === "value" && values.get(name)?.includes("\0"));
  if (noVariable) throw holdsNul(noVariable.name);
  let folder: string | undefined;
  for (const { variable, name, as } of named) {
    const value = values.get(name) ?? "";
    if (as === "file") {
      folder ??= newFolder(env);
      writeFileSync(join(folder, variable), value, { mode: 0o600, flag: "wx" });
      setVariable(env, variable, join(folder, variable));
    } else setVariable(env, variable, value);
  }
}

/** A folder that only this user can read; the post step removes it. */
function newFolder(env: Environment): string {
  const folder = mkdtempSync(join(env.RUNNER_TEMP || tmpdir(), "keyfold-"));
  saveState(env, "folder", folder);
  return folder;
}

/** What makes `new Secret(…).get()` read in the run. */
function giveRun(env: Environment, url: string, token: string): void {
  setVariable(env, "KEYFOLD__CLOUD__URL", url);
  setVariable(env, "KEYFOLD__CLOUD__TOKEN", token);
  setVariable(env, "KEYFOLD__CLOUD__USE_LOCAL_SECRETS", "false");
}

/** A string as it is, anything else as JSON. */
function asString(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function unread(refused: readonly string[]): KeyfoldError {
  const tip = "See keyfold access NAME for who can read one, and keyfold audit for what was refused.";
  return new KeyfoldError("SECRETS_UNAVAILABLE", `These secrets can't be read: ${refused.join(", ")}.`, tip);
}

function holdsNul(name: string): KeyfoldError {
  return new KeyfoldError(
    "NOT_A_VARIABLE",
    `The value of ${JSON.stringify(name)} holds a NUL.`,
    "Give it under files.",
  );
}

import { configuredServer } from "@keyfold/common/configured-server";
import { findLocalSecret } from "@keyfold/common/local-secret";
import { context } from "@keyfold/context";
import { decodeLocalValue } from "./local/decode-local-value.ts";
import { notFoundLocally } from "./local/not-found-locally.ts";
import { rememberValue } from "./redaction/known-values.ts";
import { currentRun, notInRun } from "./run/current-run.ts";
import { keptForRun } from "./run/kept-for-run.ts";
import { readFromRun } from "./run/read-from-run.ts";

/** How a value is read. */
export interface RevealOptions {
  /** `false` leaves a local text as it is, though it may be JSON. */
  decode?: boolean;
  /** `"run"` keeps a value that came from the server in memory until its run is over. */
  cache?: "run";
}

/**
 * Finds a secret's value: in `context.secrets`, always; then, if local secrets are not all there is, on the server in the current run.
 * Every value that passes here is masked by `redact` from then on.
 *
 * @throws SecretError of the kind that says why there is none.
 */
export async function revealSecret(name: string, { decode = true, cache }: RevealOptions = {}): Promise<unknown> {
  const local = findLocalSecret(context.secrets, name);
  if (local !== undefined) {
    rememberValue(local);
    const value = decode ? decodeLocalValue(local) : local;
    rememberValue(value);
    return value;
  }

  if (configuredServer(context.config).secretsAreLocal) throw notFoundLocally(name);

  const run = currentRun();
  if (!run) throw notInRun(name);
  const value = await (cache === "run" ? keptForRun(run, name) : readFromRun(run, name));
  rememberValue(value);
  return value;
}

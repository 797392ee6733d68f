import { inspect } from "node:util";
import { record } from "@tooling/vitest/canary";
import { KeyfoldError } from "../keyfold-error.ts";

/** The error of a call that has to fail; how it prints is searched for the canary later. */
export async function thrownBy(work: Promise<unknown>): Promise<KeyfoldError> {
  const error = await work.then(
    (value) => {
      throw new Error(`no error but a ${typeof value}`);
    },
    (reason: unknown) => reason,
  );
  record("client-errors", inspect(error, { showHidden: true, depth: 9 }) + JSON.stringify(error));
  if (error instanceof KeyfoldError) return error;
  throw error;
}
